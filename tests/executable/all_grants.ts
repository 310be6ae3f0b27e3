import type { PermissionLists } from "../../src/executable/baked_permissions.ts";
import { runGrants } from "../../src/executable/run_grants.ts";
import { stsGrants } from "../../src/executable/sts_grants.ts";
import type { PathEnvironment } from "../../src/platform/aws_paths.ts";

/** What a run may do after both steps of the narrowing. */
export async function allGrants(
  args: readonly string[],
  environment: PathEnvironment,
): Promise<PermissionLists> {
  const { sts, ...grants } = runGrants(args, environment);
  if (sts === undefined) return grants;
  const { read, net } = await stsGrants(sts, environment);
  return {
    ...grants,
    read: [...grants.read, ...read],
    net: [...grants.net, ...net],
  };
}
