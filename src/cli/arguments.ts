/**
 * Respells what people may type into what the command table knows: the
 * underscores of the Python updsts, `-sn`, and `-x=VALUE`. What stands
 * behind `--` is left alone.
 */
export function respell(args: readonly string[]): string[] {
  const end = args.indexOf("--");
  const options = end < 0 ? args : args.slice(0, end);
  return [...options.map(respellOne), ...args.slice(options.length)];
}

const SHORT: Record<string, string> = {
  "-n": "--profile",
  "-t": "--totp-token",
  "-sn": "--sts-profile-name",
  "-d": "--duration",
  "-c": "--credential-file",
  "-v": "--verbose",
};

function respellOne(arg: string): string {
  const [, name, value] = /^(-[^=]*)(=.*)?$/s.exec(arg) ?? [];
  if (name === undefined) return arg;
  const long = SHORT[name] ?? name.replaceAll("_", "-");
  return (long === "--profile-name" ? "--profile" : long) + (value ?? "");
}
