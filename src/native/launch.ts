/**
 * What the executable starts with. It may do more than the program needs, so
 * it holds no code of others: it works out what this run may do, and lets
 * everything else have that and no more.
 *
 * A command that needs no more than to read the credentials file, or nothing,
 * runs when that is read and every permission is given back; the others run in
 * a worker with their grants, which takes longer.
 */
import { env, home } from "../ground.ts";
import { credentialFile, NEEDS, workOutGrants } from "./grants.ts";
import { AMBIENT, PROXY_VARIABLES } from "../permissions.ts";
import { readAhead } from "./read_ahead.ts";

const ground = { env, home };
const needs = NEEDS.get(Deno.args[0] ?? "");
try {
  if (needs && needs.length > 0) runConfined();
  else await runBare();
} catch {
  fail();
}

function runConfined(): void {
  // For a worker that ends without a word.
  Deno.exitCode = 1;
  const grants = workOutGrants(Deno.args, ground);
  const worker = new Worker(new URL("./worker.js", import.meta.url), {
    type: "module",
    deno: { permissions: { ...grants, run: false, ffi: false, import: false } },
  });
  worker.onmessage = ({ data }) => Deno.exit(Number.isInteger(data) ? data : 1);
  worker.onerror = (event) => {
    event.preventDefault();
    fail();
  };
}

function fail(): never {
  const text = "updsts: error: a fault of updsts itself\n";
  Deno.stderr.writeSync(new TextEncoder().encode(text));
  Deno.exit(1);
}

async function runBare(): Promise<void> {
  const file = needs && credentialFile(Deno.args, ground);
  const ahead = file === undefined ? undefined : await readAhead(file);
  for (const name of ["read", "write", "net"] as const) {
    await Deno.permissions.revoke({ name });
  }
  for (const variable of [...AMBIENT, ...PROXY_VARIABLES]) {
    await Deno.permissions.revoke({ name: "env", variable });
  }
  const bare = "./bare.js"; // Beside this file once bundled.
  const { runBare } = await import(bare);
  await runBare(ahead);
}
