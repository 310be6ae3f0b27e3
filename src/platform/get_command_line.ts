import type { RecommendedRequest } from "../errors.ts";
import { quoteCommand } from "./quote_words.ts";

/**
 * The command line that gets a session in a terminal, quoted for PowerShell on
 * Windows, else for a POSIX shell.
 *
 * @param request The session.
 * @param program The command that starts updsts.
 * @param os The system.
 */
export function getCommandLine(
  request: RecommendedRequest,
  program: readonly string[] = ["updsts"],
  os: typeof Deno.build.os = Deno.build.os,
): string {
  const { profileName, stsProfileName, duration, role } = request;
  const words = [...program, "get", "-n", profileName];
  for (const name of request.otherProfiles ?? []) words.push("-n", name);
  const usualName = `${profileName}_sts`;
  if (stsProfileName !== undefined && stsProfileName !== usualName) {
    words.push("-sn", stsProfileName);
  }
  if (duration !== undefined) words.push("-d", String(duration));
  if (role) {
    words.push("--role-arn", role.arn);
    if (role.sessionName) words.push("--role-session-name", role.sessionName);
    if (role.externalId) words.push("--external-id", role.externalId);
  }
  if (request.mfaDevice) words.push("--mfa-serial", request.mfaDevice);
  const { scope } = request;
  for (const arn of scope?.policyArns ?? []) words.push("--policy-arn", arn);
  if (scope?.sourceIdentity) {
    words.push("--source-identity", scope.sourceIdentity);
  }
  for (const { key, value } of scope?.tags ?? []) {
    words.push("--tag", `${key}=${value}`);
  }
  for (const key of scope?.transitiveTagKeys ?? []) {
    words.push("--transitive-tag", key);
  }
  if (request.credentialsFile !== undefined) {
    words.push("-c", request.credentialsFile);
  }
  return quoteCommand(words, os);
}
