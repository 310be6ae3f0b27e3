import { spellings } from "./spellings.ts";

/**
 * Respells what people may type into what the command table knows: the
 * underscores of the Python updsts, `-sn`, and `-x=VALUE`. What stands
 * behind `--` is left alone.
 */
export function normalizeArgs(args: readonly string[]): string[] {
  const end = args.indexOf("--");
  const options = end < 0 ? args : args.slice(0, end);
  return [...options.flatMap(normalizeArg), ...args.slice(options.length)];
}

function normalizeArg(arg: string): string[] {
  const [, name, equals, value] = /^(-[^=]*)(=(.*))?$/s.exec(arg) ?? [];
  if (name === undefined) return [arg];
  // Behind one hyphen it may be the value of the option before.
  const dashed = name.startsWith("--") ? name.replaceAll("_", "-") : name;
  const long = spellings[dashed] ?? dashed;
  if (equals === undefined) return [long];
  // The library does not see a value that is empty or has a line break.
  if (value === "" || value!.includes("\n")) return [long, value!];
  return [long + equals];
}
