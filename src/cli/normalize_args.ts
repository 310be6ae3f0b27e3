import { optionNames } from "./option_names.ts";
import { spellings } from "./spellings.ts";

/**
 * Turns what people may type into what the command table knows: the underscores
 * and shortened names of the Python updsts, `-sn`, `-nNAME` and `-x=VALUE`. Of
 * an option that is repeated the last is left. What is after `--` is left alone.
 */
export function normalizeArgs(args: readonly string[]): string[] {
  const end = args.indexOf("--");
  const typed = end < 0 ? args : args.slice(0, end);
  const options = optionNames(typed[0] ?? "");
  const items: Item[] = [];
  for (let at = 0; at < typed.length; at++) {
    const arg = typed[at]!;
    const words = normalizeArg(arg, options);
    const name = /^--[^=]+/.exec(words[0]!)?.[0];
    const takesValue = name !== undefined && options.get(name);
    const hasValue = words.length > 1 || words[0] !== name;
    const next = typed[at + 1];
    if (takesValue && !hasValue && next !== undefined && !isOption(next)) {
      words.push(next);
      at++;
    }
    const isWhole = options.get(name ?? "") === false && words[0] === name ||
      takesValue && (words.length > 1 || hasValue);
    items.push({ name: isWhole ? name : undefined, words });
  }
  const last = new Map(items.map((item) => [item.name, item]));
  return [
    ...items.filter((item) =>
      item.name === undefined || last.get(item.name) === item
    ).flatMap(({ words }) => words),
    ...args.slice(typed.length),
  ];
}

interface Item {
  /** The option, where nothing of it is missing. */
  readonly name: string | undefined;
  readonly words: string[];
}

/** Is it an option as it is usually written, and so no value of the one before? */
function isOption(arg: string): boolean {
  const name = arg.split("=", 1)[0]!;
  const dashed = name.startsWith("--") ? name.replaceAll("_", "-") : name;
  return Object.hasOwn(spellings, dashed) || optionNames("").has(dashed);
}

function normalizeArg(
  arg: string,
  options: ReadonlyMap<string, boolean>,
): string[] {
  const [, name, equals, value] = /^(-[^=]*)(=(.*))?$/s.exec(arg) ?? [];
  if (name === undefined) return [arg];
  const short = arg.slice(0, 2);
  const isJoined = !Object.hasOwn(spellings, name) && name.length > 2 &&
    Object.hasOwn(spellings, short);
  if (isJoined) return joined(spellings[short]!, arg.slice(2));
  const dashed = name.startsWith("--") ? name.replaceAll("_", "-") : name;
  const long = spellings[dashed] ?? unabbreviated(dashed, options);
  return equals === undefined ? [long] : joined(long, value!);
}

const NEWER = "--to-terminal";

/** The library does not see a value that is empty or has a line break. */
function joined(long: string, value: string): string[] {
  return value === "" || value.includes("\n")
    ? [long, value]
    : [`${long}=${value}`];
}

/**
 * The one option that begins so. What was unambiguous in the Python updsts stays
 * so: `--t` is not `--to-terminal`.
 */
function unabbreviated(
  name: string,
  options: ReadonlyMap<string, boolean>,
): string {
  if (!/^--./.test(name) || options.has(name)) return name;
  const names = [...options.keys(), "--profile-name"]
    .filter((each) => each.startsWith(name) && each !== NEWER)
    .map((each) => spellings[each] ?? each)
    .filter((each) => options.has(each));
  return new Set(names).size === 1 ? names[0]! : name;
}
