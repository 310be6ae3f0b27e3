import type { SessionRequest } from "../operations/get_session.ts";
import { shellQuote } from "../util/shell_quote.ts";

/** The command with which the user does in a terminal what a call asks for. */
export function terminalCommand(
  { profileName, stsProfileName, duration, role }: SessionRequest,
  credentialFile: string | undefined,
): string {
  const words = ["updsts", "get", "-n", profileName];
  if (stsProfileName !== `${profileName}_sts`) {
    words.push("-sn", stsProfileName);
  }
  if (duration !== undefined) words.push("-d", String(duration));
  if (role) {
    words.push("--role-arn", role.arn);
    if (role.sessionName) words.push("--role-session-name", role.sessionName);
    if (role.externalId) words.push("--external-id", role.externalId);
  }
  if (credentialFile !== undefined) words.push("-c", credentialFile);
  return shellQuote(words);
}
