/**
 * What people may type in place of an option's own name: what the command
 * table has no room for. Underscores in place of hyphens are understood in
 * every option and are not listed here.
 */
export const spellings: Readonly<Record<string, string>> = {
  "-n": "--profile",
  "-t": "--totp-token",
  "-sn": "--sts-profile-name",
  "-d": "--duration",
  "-c": "--credential-file",
  "-v": "--verbose",
  "--profile-name": "--profile",
};
