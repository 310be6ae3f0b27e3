import type { RecommendedRequest } from "../errors.ts";
import { quoteCommand } from "./quote_words.ts";

/**
 * The command line that gets a session in a terminal, quoted for PowerShell on
 * Windows, else for a POSIX shell.
 *
 * @param program The command that starts updsts.
 */
export function getCommandLine(
  request: RecommendedRequest,
  program: readonly string[] = ["updsts"],
  os: typeof Deno.build.os = Deno.build.os,
): string {
  const { profileName, stsProfileName, duration, role, scope } = request;
  const words = [...program, "get"];
  const add = (option: string, ...values: (string | number | undefined)[]) => {
    for (const value of values) {
      if (value !== undefined) words.push(option, String(value));
    }
  };
  add("-n", profileName, ...request.otherProfiles ?? []);
  if (stsProfileName !== `${profileName}_sts`) add("-sn", stsProfileName);
  add("-d", duration);
  add("--role-arn", role?.arn);
  add("--role-session-name", role?.sessionName || undefined);
  add("--external-id", role?.externalId || undefined);
  add("--mfa-serial", request.mfaDevice || undefined);
  add("--policy-arn", ...scope?.policyArns ?? []);
  add("--source-identity", scope?.sourceIdentity || undefined);
  const tags = scope?.tags.map(({ key, value }) => `${key}=${value}`) ?? [];
  add("--tag", ...tags);
  add("--transitive-tag", ...scope?.transitiveTagKeys ?? []);
  add("-c", request.credentialsFile);
  return quoteCommand(words, os);
}
