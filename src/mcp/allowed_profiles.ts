import type { Profiles } from "../credentials/profiles.ts";
import { UpdstsError } from "../errors.ts";
import { formatNames } from "../util/format_names.ts";

/** The names of profiles that an agent may name; nothing where it may name all. */
type AllowedProfiles = readonly string[] | undefined;

/** Whether an agent may see a profile: an allowed one, or a session of it. */
export function isVisible(
  allowed: AllowedProfiles,
  profiles: Profiles,
  name: string,
): boolean {
  if (!allowed || allowed.includes(name)) return true;
  const source = profiles.sourceProfileOf(name);
  return source !== undefined && allowed.includes(source);
}

/**
 * Refuses names that an agent may not use, before any file is read: the error does
 * not tell whether such a profile exists.
 */
export function refuseOtherProfiles(
  allowed: AllowedProfiles,
  { profileName, stsProfileName }: {
    readonly profileName: string;
    readonly stsProfileName: string;
  },
): void {
  if (!allowed) return;
  if (!allowed.includes(profileName)) {
    throw new UpdstsError(
      "usage",
      `this server does not allow the profile "${profileName}"`,
      `use one of the allowed profiles (${
        formatNames(allowed)
      }); only the user can allow another, in the server's configuration`,
    );
  }
  const mayWrite = stsProfileName === `${profileName}_sts` ||
    allowed.includes(stsProfileName);
  if (mayWrite) return;
  throw new UpdstsError(
    "usage",
    `this server does not allow writing the profile "${stsProfileName}"`,
    "leave sts_profile_name out; only the user can allow another, in the server's configuration",
  );
}

/** An error that suggests no profile that the agent may not see. */
export function withoutSuggestion(
  allowed: AllowedProfiles,
  error: unknown,
): unknown {
  const isSuggestion = allowed && error instanceof UpdstsError &&
    error.code === "profile_not_found";
  return isSuggestion
    ? new UpdstsError(error.code, error.message, undefined, { cause: error })
    : error;
}
