import type { RefreshRequest } from "../refresh.ts";
import { shellWords } from "../shell_words.ts";

/** The command with which the user does in a terminal what a call asks for. */
export function terminalCommand(
  { profileName, stsProfileName, duration }: RefreshRequest,
  credentialFile: string | undefined,
): string {
  const words = ["updsts", "get", "-n", profileName];
  if (stsProfileName !== `${profileName}_sts`) {
    words.push("-sn", stsProfileName);
  }
  if (duration !== 3600) words.push("-d", String(duration));
  if (credentialFile !== undefined) words.push("-c", credentialFile);
  return shellWords(words);
}
