import type { PathEnvironment } from "../platform/aws_paths.ts";
import { removeLoaders } from "../platform/remove_loaders.ts";
import type { PermissionLists } from "./baked_permissions.ts";
import { runGrants } from "./run_grants.ts";
import { narrow } from "./narrow.ts";
import { remainingPermission } from "./remaining_permission.ts";

/**
 * Drops the permissions that this run does not need, and removes what loads code.
 *
 * @param baked The permissions that the executable started with.
 * @param possible The permissions that are left.
 * @param texts The texts of the credentials file and the config, by their paths.
 * @returns The name of a permission that could not be dropped, if there is one.
 */
export async function dropUnneeded(
  baked: PermissionLists,
  possible: PermissionLists,
  texts: ReadonlyMap<string, string>,
  environment: PathEnvironment,
): Promise<string | undefined> {
  const exact = await runGrants(Deno.args, environment, texts);
  narrow(possible, exact);
  removeLoaders();
  return remainingPermission([baked, possible], exact, environment.home());
}
