/**
 * The entry point of the executable. It drops the permissions that this run
 * does not need before any code of a package is loaded.
 */
import { UpdstsError } from "../errors.ts";
import { env, home } from "../platform/environment.ts";
import { workOutGrants } from "./grants.ts";
import { narrow } from "./narrow.ts";
import { removeLoaders } from "../platform/remove_loaders.ts";

const FAULT = "a fault of updsts itself";

for (const type of ["error", "unhandledrejection"]) {
  addEventListener(type, (event) => {
    event.preventDefault();
    fail(FAULT);
  });
}
await narrowPermissions();
const { main } = await import("../main.ts");
await main();

async function narrowPermissions(): Promise<void> {
  try {
    narrow(await workOutGrants(Deno.args, { env, home }), home());
    removeLoaders();
  } catch (error) {
    fail(error instanceof UpdstsError ? error.message : FAULT);
  }
}

function fail(message: string): never {
  const text = `updsts: error: ${message}\n`;
  Deno.stderr.writeSync(new TextEncoder().encode(text));
  Deno.exit(1);
}
