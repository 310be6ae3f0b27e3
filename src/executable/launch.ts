/**
 * The entry point of the executable. It drops the permissions that this run
 * does not need before any code of a package is loaded: all of them at once, or
 * for a run that needs STS or a CA bundle in two steps. In between, the code that reads the
 * profile's region, endpoint and CA bundle can still read and, for STS, connect,
 * but neither write nor see the environment beyond what the run needs.
 */
import { env, home } from "../platform/environment.ts";
import { runGrants } from "./run_grants.ts";
import { INTERNAL_ERROR } from "../util/internal_error.ts";
import { narrow, NotNarrowed } from "./narrow.ts";

for (const type of ["error", "unhandledrejection"]) {
  addEventListener(type, (event) => {
    event.preventDefault();
    fail(INTERNAL_ERROR);
  });
}
await narrowPermissions();
const { main } = await import("../main.ts");
await main({ isExecutable: true });

async function narrowPermissions(): Promise<void> {
  try {
    const { sts, read, net, ...others } = runGrants(Deno.args, { env, home });
    if (sts === undefined) {
      narrow({ read, net, ...others }, home());
    } else {
      narrow(sts.isOffline ? { net, ...others } : others, home());
      const { stsGrants } = await import("./sts_grants.ts");
      const more = await stsGrants(sts, { env, home });
      narrow(
        { read: [...read, ...more.read], net: [...net, ...more.net] },
        home(),
      );
    }
    const { removeLoaders } = await import("../platform/remove_loaders.ts");
    removeLoaders();
  } catch (error) {
    fail(error instanceof NotNarrowed ? error.message : INTERNAL_ERROR);
  }
}

function fail(message: string): never {
  const text = `updsts: error: ${message}\n`;
  Deno.stderr.writeSync(new TextEncoder().encode(text));
  Deno.exit(1);
}
