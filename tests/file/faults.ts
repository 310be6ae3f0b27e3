/** Real errors of the system, by strace. */
import { fileURLToPath } from "node:url";
import { canRun, ignoreWithout } from "../support/programs.ts";

/** Can strace make system calls fail here? */
const hasStrace = canRun(
  "strace",
  "-e",
  "inject=fsync:error=EIO",
  "true",
);

/** A test of system errors: ignored, with the reason in its name, without strace. */
export function straceTest(test: Deno.TestDefinition): void {
  Deno.test(ignoreWithout("strace", test, hasStrace));
}

/** System calls on a path, and how they fail: `["fsync", "EIO:when=1"]`. */
export type Faults = readonly (readonly [call: string, error: string])[];

/** The words before a command that make system calls on some paths fail. */
export function failing(paths: readonly string[], faults: Faults): string[] {
  return [
    ...["strace", "-f", "-o", "/dev/null"],
    ...paths.flatMap((path) => ["-P", path]),
    ...faults.flatMap(([call, error]) => [
      "-e",
      `inject=${call}:error=${error}`,
    ]),
  ];
}

/** The outcome of a write. */
export interface Written {
  warnings: string[];
  name?: string;
  code?: string;
  message?: string;
  hint?: string;
}

/** Runs writer.ts in a process in which the system refuses some calls. */
export async function writeWith(
  before: readonly string[],
  file: string,
  method: "update" | "dryRun" = "update",
  ...more: "greedy"[]
): Promise<Written> {
  const writer = fileURLToPath(new URL("writer.ts", import.meta.url));
  const [command, ...args] = [
    ...before,
    ...[Deno.execPath(), "run", "--quiet", "--allow-all", writer],
    ...[file, method, ...more],
  ];
  const { stdout, stderr } = await new Deno.Command(command!, { args })
    .output();
  const text = new TextDecoder().decode(stdout);
  if (text === "") throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(text);
}
