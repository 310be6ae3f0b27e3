/**
 * The first thread of the executable. It may do more than the program needs,
 * so it holds no code of others: it works out what this run may do, and has
 * everything else run in a worker that may do only that.
 */
import { env, home } from "../ground.ts";
import { workOutGrants } from "./grants.ts";

// For a worker that ends without a word.
Deno.exitCode = 1;

const grants = await workOutGrants(Deno.args, { env, home });
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
