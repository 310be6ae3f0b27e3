import { powershellQuote, shellQuote } from "../util/shell_quote.ts";

/** Quotes words for PowerShell on Windows, else for a POSIX shell. */
export function quoteWords(
  words: readonly string[],
  os: string = Deno.build.os,
): string {
  return os === "windows" ? powershellQuote(words) : shellQuote(words);
}

/** Quotes a command line: the program and its arguments. */
export function quoteCommand(
  words: readonly string[],
  os: string = Deno.build.os,
): string {
  const quoted = quoteWords(words, os);
  // PowerShell takes a quoted program for a string.
  return os === "windows" && quoted.startsWith("'") ? `& ${quoted}` : quoted;
}
