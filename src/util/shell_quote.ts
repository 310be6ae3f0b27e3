/** Quotes words for a POSIX shell: a name may contain shell syntax. */
export function shellQuote(words: readonly string[]): string {
  return words.map(quote).join(" ");
}

/** Quotes a command line for PowerShell: a name may contain its syntax. */
export function powershellQuote(words: readonly string[]): string {
  const quoted = words.map((word) =>
    /^[\w+=:./\\-]+$/.test(word) ? word : `'${word.replaceAll("'", "''")}'`
  );
  // Otherwise a quoted program would be a string.
  return `${quoted[0]?.startsWith("'") ? "& " : ""}${quoted.join(" ")}`;
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word)
    ? word
    : `'${word.replaceAll("'", "'\\''")}'`;
}
