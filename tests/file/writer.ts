/**
 * Adds a line to a credentials file, as a process of its own: for tests in
 * which the system refuses. What came of it goes to standard output.
 */
import process from "node:process";
import { UpdstsError } from "../../src/errors.ts";
import { FileStore } from "../../src/file/file_store.ts";
import { hintOf } from "../support/hint_of.ts";

const [path, method, more] = process.argv.slice(2) as [
  string,
  "update" | "dryRun",
  "greedy" | undefined,
];
const warnings: string[] = [];
const warn = (text: string) => warnings.push(text);
const store = new FileStore(path, { warn, info() {}, debug() {} });
const outcome: Record<string, unknown> = { warnings };
// Another part of the process holds all files that it may open.
process.stdout.write(" ");
Deno.addSignalListener("SIGINT", () => {}); // Deno needs files for that.
const held: Deno.FsFile[] = [];
try {
  while (more === "greedy") held.push(Deno.openSync(path));
} catch {
  // No more.
}
try {
  const { signal } = new AbortController();
  await store[method]((text) => `${text}b\n`, signal);
} catch (error) {
  const { name, code, message } = error as Error & { code: unknown };
  const hint = error instanceof UpdstsError ? hintOf(error) : undefined;
  Object.assign(outcome, { name, code, message, hint });
} finally {
  for (const file of held) file.close();
}
process.stdout.write(JSON.stringify(outcome));
Deno.exit();
