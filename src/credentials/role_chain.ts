import type { Profile, Profiles } from "./profiles.ts";

/** The profiles that lead from a role to long-term access keys. */
interface RoleChain {
  /**
   * The requested profile first, then the source profile of each, and the one
   * with the keys last; {@linkcode inOrderOfUse} gives the order of the requests.
   */
  readonly profiles: readonly Profile[];
  /** Why no session can be requested; the profiles then lead up to it. */
  readonly fault: ChainFault | undefined;
}

/** What is wrong with the last profile of a chain. */
export type ChainFault =
  /** The next profile does not exist; its name may be any text. */
  | { readonly kind: "missing"; readonly name: string }
  | { readonly kind: "no_source_profile" }
  /** Its source profile is in the chain already. */
  | { readonly kind: "cycle"; readonly name: string }
  | { readonly kind: "too_many_roles" }
  /** The setting gets the role without MFA. */
  | { readonly kind: "role_without_mfa"; readonly setting: string };

/**
 * The most roles of a chain. Real chains have three or four; one of thousands is
 * an attack.
 */
export const MAX_ROLES = 10;

/** Settings for a role without MFA; each overrides the source profile, or forbids one. */
const SETTINGS_WITHOUT_MFA = ["credential_source", "web_identity_token_file"];

/**
 * The profiles from the requested one to the one with the long-term access
 * keys. Only in the first one a role takes precedence over its own keys, as in
 * the AWS SDKs.
 *
 * @param isSource Whether it is the source of another role.
 */
export function roleChain(
  all: Profiles,
  first: string,
  isSource = false,
): RoleChain {
  const profiles: Profile[] = [];
  const end = (fault?: ChainFault) => ({ profiles, fault });
  for (let name = first;;) {
    const profile = all.find(name);
    if (!profile) return end({ kind: "missing", name });
    const isFirst = profiles.length === 0 && !isSource;
    profiles.push(profile);
    const hasKeys = profile.get("aws_access_key_id") !== undefined;
    if (!profile.get("role_arn") || (hasKeys && !isFirst)) return end();
    const setting = SETTINGS_WITHOUT_MFA.find(profile.get);
    if (setting) return end({ kind: "role_without_mfa", setting });
    const next = profile.get("source_profile");
    if (!next) return end({ kind: "no_source_profile" });
    if (next === name && hasKeys) {
      profiles.push(profile);
      return end();
    }
    if (profiles.some((each) => each.name === next)) {
      return end({ kind: "cycle", name: next });
    }
    if (profiles.length > MAX_ROLES) return end({ kind: "too_many_roles" });
    name = next;
  }
}

/**
 * The order in which a session uses the profiles of a chain: first the keys, then
 * the role that they assume, and the role of the requested profile last.
 */
export function inOrderOfUse(chain: readonly Profile[]): Profile[] {
  return chain.toReversed();
}
