import { command, hint } from "../../errors.ts";
import type { Finding } from "./finding.ts";

/** The variables of the environment that the doctor checks. */
export interface Environment {
  /** Which variables of {@linkcode ENVIRONMENT_VARIABLES} are set and not empty. */
  readonly set: ReadonlySet<string>;
  /** The profiles that variables name, by variable. They are never shown. */
  readonly profiles: ReadonlyMap<string, string>;
}

/** The variables that name a profile. */
export const PROFILE_VARIABLES = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"];

/** The variables that have an effect when they are set. */
export const ENVIRONMENT_VARIABLES = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_SECURITY_TOKEN",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
];

/** The variables that only the doctor reads. It never shows their values. */
export const DOCTOR_VARIABLES: readonly string[] = [
  ...ENVIRONMENT_VARIABLES,
  ...PROFILE_VARIABLES,
];

/** Variables that override the file, or make tools fail. */
export function environmentFindings(
  { set, profiles }: Environment,
  isProfile: (name: string) => boolean,
): Finding[] {
  return [
    ...keys(set),
    ...others(set),
    ...missingProfiles(profiles, isProfile),
  ];
}

function keys(set: ReadonlySet<string>): Finding[] {
  const [id, secret] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;
  if (set.has(id) && set.has(secret)) {
    return [overridden(`${id} and ${secret} are set`)];
  }
  if (!set.has(id) && !set.has(secret)) return [];
  const [there, missing] = set.has(id) ? [id, secret] : [secret, id];
  return [{
    code: "environment_incomplete",
    severity: set.has(id) ? "error" : "warning",
    line: null,
    message: `${there} is set, but ${missing} is not`,
    why: set.has(id)
      ? "the AWS CLI fails on half of a key"
      : "it has no effect by itself",
    fix: `unset ${there}`,
  }];
}

function others(set: ReadonlySet<string>): Finding[] {
  const found: Finding[] = [];
  if (set.has("AWS_WEB_IDENTITY_TOKEN_FILE")) {
    found.push(overridden("AWS_WEB_IDENTITY_TOKEN_FILE is set"));
  }
  if (set.has("AWS_ACCESS_KEY_ID")) return found;
  for (const token of ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"]) {
    if (!set.has(token)) continue;
    found.push({
      code: "environment_incomplete",
      severity: "warning",
      line: null,
      message: `${token} is set, but AWS_ACCESS_KEY_ID is not`,
      why:
        "AWS tools combine it with the next key that is set, and AWS rejects that key",
      fix: `unset ${token}`,
    });
  }
  return found;
}

function overridden(message: string): Finding {
  return {
    code: "environment_shadows",
    severity: "warning",
    line: null,
    message,
    why:
      "AWS tools use these credentials instead of the file, unless a profile is named",
    fix: "unset it, or name the profile with --profile",
  };
}

function missingProfiles(
  profiles: ReadonlyMap<string, string>,
  isProfile: (name: string) => boolean,
): Finding[] {
  return [...profiles].filter(([, name]) => !isProfile(name))
    .map(([variable]) => ({
      code: "environment_profile",
      severity: "error",
      line: null,
      message: `${variable} names a profile that does not exist`,
      why: "every AWS tool fails without another profile",
      fix: hint`unset ${variable}, or name a profile that ${
        command("list")
      } shows`,
    }));
}
