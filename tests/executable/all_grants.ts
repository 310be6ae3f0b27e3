import assert from "node:assert/strict";
import type { PermissionLists } from "../../src/executable/baked_permissions.ts";
import { runGrants } from "../../src/executable/run_grants.ts";
import { covers, KINDS } from "../../src/executable/narrow.ts";
import { possibleGrants } from "../../src/executable/possible_grants.ts";
import type { PathEnvironment } from "../../src/platform/aws_paths.ts";

/** What a run may do after both steps of the narrowing. */
export async function allGrants(
  args: readonly string[],
  environment: PathEnvironment,
): Promise<PermissionLists> {
  const { grants, texts } = await possibleGrants(args, environment);
  const exact = await runGrants(args, environment, texts);
  // The second step can only drop permissions.
  for (const kind of KINDS) {
    for (const value of exact[kind]) {
      assert.ok(
        covers(kind, grants[kind], value),
        `${args.join(" ")}: ${kind} ${value} is not in ${grants[kind]}`,
      );
    }
  }
  return exact;
}
