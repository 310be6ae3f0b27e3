import { join } from "node:path";
import process from "node:process";
import { type Home, updstsCommand, updstsEnv } from "./updsts.ts";

/**
 * The environment of a shell in which `updsts` is installed: a script on the
 * path stands in for it.
 */
export async function installedIn(home: Home): Promise<Record<string, string>> {
  const command = updstsCommand([], { home: home.path })
    .map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const bin = join(home.path, "bin");
  await Deno.mkdir(bin);
  await Deno.writeTextFile(
    join(bin, "updsts"),
    `#!/bin/sh\nexec ${command} "$@"\n`,
    { mode: 0o755 },
  );
  return {
    ...updstsEnv({ home: home.path }),
    PATH: `${bin}:${process.env.PATH}`,
  };
}
