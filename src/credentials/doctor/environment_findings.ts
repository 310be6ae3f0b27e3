import type { FaultKind } from "./finding.ts";

export type Environment = (name: string) => string | undefined;

/** Variables that override the file, or make tools fail. No value is shown. */
export function environmentFindings(
  env: Environment,
  isProfile: (name: string) => boolean,
): FaultKind[] {
  return [
    ...keys(env),
    ...otherCredentials(env),
    ...missingProfiles(env, isProfile),
    ...differentHomes(env),
  ];
}

/** Windows alone has USERPROFILE; WSL can have it too, and a HOME of Linux. */
function differentHomes(env: Environment): FaultKind[] {
  const [home, profile] = [env("HOME"), env("USERPROFILE")]
    .map((path) => path?.replaceAll("/", "\\").replace(/\\+$/, ""));
  if (!home || !profile || /^\\(?!\\)/.test(home)) return [];
  if (home.toLowerCase() === profile.toLowerCase()) return [];
  const message = "HOME and USERPROFILE name different directories";
  return [{ code: "home_differs", message }];
}

function keys(env: Environment): FaultKind[] {
  const [id, secret] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;
  if (env(id) && env(secret)) return [overrides(`${id} and ${secret} are set`)];
  if (env(id)) return [incomplete("id_alone", id, secret)];
  return env(secret) ? [incomplete("secret_alone", secret, id)] : [];
}

function otherCredentials(env: Environment): FaultKind[] {
  const webIdentity = "AWS_WEB_IDENTITY_TOKEN_FILE";
  const id = "AWS_ACCESS_KEY_ID";
  const tokens = ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"];
  return [
    ...env(webIdentity) ? [overrides(`${webIdentity} is set`)] : [],
    ...tokens.filter((token) => env(token) && !env(id))
      .map((token) => incomplete("token_alone", token, id)),
  ];
}

function missingProfiles(
  env: Environment,
  isProfile: (name: string) => boolean,
): FaultKind[] {
  return ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"].flatMap((variable) => {
    const name = env(variable);
    if (!name || isProfile(name)) return [];
    const message = `${variable} names a profile that does not exist`;
    return [{ code: "environment_profile", message, value: variable }];
  });
}

function incomplete(
  reason: (FaultKind & { code: "environment_incomplete" })["reason"],
  variable: string,
  missing: string,
): FaultKind {
  const message = `${variable} is set, but ${missing} is not`;
  return { code: "environment_incomplete", reason, message, value: variable };
}

function overrides(message: string): FaultKind {
  return { code: "environment_overrides", message };
}
