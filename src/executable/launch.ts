/**
 * The entry point of the executable. Before it loads the code of a package, it
 * drops the permissions that this run does not need, in two steps:
 *
 * 1. The few modules that are imported here search the command line, the environment
 *    and the files, without parsing them, for all that the command may need.
 * 2. The parsers of the command line and of the files are loaded with what is
 *    left, and find what this run needs: one credentials file, and the hosts and
 *    CA bundles of its profiles.
 */
import { env, home } from "../platform/environment.ts";
import { INTERNAL_ERROR } from "../util/internal_error.ts";
import { bakedPermissions } from "./baked_permissions.ts";
import { narrow } from "./narrow.ts";
import { possibleGrants } from "./possible_grants.ts";

for (const type of ["error", "unhandledrejection"]) {
  addEventListener(type, (event) => {
    event.preventDefault();
    fail(INTERNAL_ERROR);
  });
}
try {
  await narrowPermissions();
} catch {
  fail(INTERNAL_ERROR);
}
const { main } = await import("../main.ts");
await main({ isExecutable: true });

async function narrowPermissions(): Promise<void> {
  const environment = { env, home };
  const baked = bakedPermissions();
  const { grants: possible, texts } = await possibleGrants(
    Deno.args,
    environment,
    ({ write, env, sys }) => narrow(baked, { write, env, sys }),
  );
  narrow(baked, { read: possible.read, net: possible.net });
  const { dropUnneeded } = await import("./second_step.ts");
  const left = await dropUnneeded(baked, possible, texts, environment);
  if (left) fail(`cannot drop the permission ${left}`);
}

function fail(message: string): never {
  const text = `updsts: error: ${message}\n`;
  Deno.stderr.writeSync(new TextEncoder().encode(text));
  Deno.exit(1);
}
