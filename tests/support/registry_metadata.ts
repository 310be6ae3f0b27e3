import config from "../../deno.json" with { type: "json" };
import { denoOfUsers, updstsEnv } from "./updsts.ts";

/**
 * Whether Deno can resolve the module's packages without a lock file. It needs
 * the metadata of the npm registry for that, which a first run downloads, and an
 * installation by the lock file does not.
 */
export async function hasRegistryMetadata(): Promise<boolean> {
  const directory = await Deno.makeTempDir({ prefix: "updsts" });
  try {
    const { DENO_DIR } = updstsEnv({ home: directory });
    const { success } = await new Deno.Command(denoOfUsers(), {
      args: [
        ...["cache", "--quiet", "--no-config", "--no-lock"],
        ...Object.values(config.imports),
      ],
      cwd: directory,
      env: { DENO_DIR: DENO_DIR! },
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
