/**
 * What the executable starts with. It may do more than the program needs, so
 * it holds no code of others: it works out what this run may do, and lets
 * everything else have that and no more.
 *
 * `get` and `mcp` run in a worker with their grants. All else needs no more
 * than one file, if any: it is read first, then every permission is given
 * back, which is quicker than a worker.
 */
import { env, home } from "../ground.ts";
import { credentialFile, workOutGrants } from "./grants.ts";
import { readAhead } from "./read_ahead.ts";

const ground = { env, home };
const [command] = Deno.args;
if (command === "get" || command === "mcp") await runConfined();
else await runBare();

async function runConfined(): Promise<void> {
  // For a worker that ends without a word.
  Deno.exitCode = 1;
  const grants = await workOutGrants(Deno.args, ground);
  const worker = new Worker(new URL("./worker.js", import.meta.url), {
    type: "module",
    deno: { permissions: { ...grants, run: false, ffi: false, import: false } },
  });
  worker.onmessage = ({ data }) => Deno.exit(Number.isInteger(data) ? data : 1);
  worker.onerror = (event) => {
    event.preventDefault();
    const text = "updsts: error: a fault of updsts itself\n";
    Deno.stderr.writeSync(new TextEncoder().encode(text));
    Deno.exit(1);
  };
}

async function runBare(): Promise<void> {
  const file = command === "list"
    ? credentialFile(Deno.args, ground)
    : undefined;
  const ahead = file === undefined ? undefined : await readAhead(file);
  for (const name of ["read", "write", "net"] as const) {
    await Deno.permissions.revoke({ name });
  }
  const bare = "./bare.js"; // Beside this file once bundled.
  const { runBare } = await import(bare);
  await runBare(ahead);
}
