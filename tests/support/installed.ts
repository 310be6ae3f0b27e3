import { join } from "node:path";
import process from "node:process";
import {
  type Home,
  type RunOptions,
  updstsCommand,
  updstsEnv,
} from "./updsts.ts";

/**
 * The environment of a shell in which `updsts` is installed: a script on the
 * path stands in for it.
 */
export async function installedIn(
  home: Home,
  more: Partial<RunOptions> = {},
): Promise<Record<string, string>> {
  const options = { ...more, home: home.path };
  const command = updstsCommand([], options)
    .map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const bin = join(home.path, "bin");
  await Deno.mkdir(bin);
  await Deno.writeTextFile(
    join(bin, "updsts"),
    `#!/bin/sh\nexec ${command} "$@"\n`,
    { mode: 0o755 },
  );
  return {
    ...updstsEnv(options),
    PATH: `${bin}:${process.env.PATH}`,
  };
}
