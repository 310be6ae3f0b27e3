import type { Section } from "../credentials/document.ts";
import { settingOf } from "../credentials/read_setting.ts";
import type { Profiles } from "../credentials/profiles.ts";
import { showArn } from "../credentials/mask_values.ts";
import type { RecommendedRequest } from "../errors.ts";

/** The request that renews a session of updsts. */
export function renewalOf(
  profiles: Profiles,
  section: Section,
): RecommendedRequest | undefined {
  const source = profiles.sourceProfileOf(section.name);
  // A scope cannot be recovered, and a session without it may do more.
  const isScoped = section.settings.has("assumed_role_scope");
  if (source === undefined || isScoped) return undefined;
  const role = settingOf(profiles.credentials, section, "assumed_role_arn")
    ?.value;
  const own = profiles.get(source, "role_arn");
  // A value that is not an ARN may be a secret.
  const isNamed = role && role !== own && showArn(role) === role;
  return {
    profileName: source,
    stsProfileName: section.name,
    role: isNamed ? { arn: role } : undefined,
  };
}
