/** Quotes words for a POSIX shell: a name may contain shell syntax. */
export function shellQuote(words: readonly string[]): string {
  return words.map(quote).join(" ");
}

export function powershellQuote(words: readonly string[]): string {
  return words.map((word) =>
    // It splits -a.b and -a:b, and gives , @ and % a meaning.
    /^[\w+=:./\\-]+$/.test(word) && !/^-[^-]*[.:]/.test(word)
      ? word
      : `'${word.replaceAll("'", "''")}'`
  ).join(" ");
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word)
    ? word
    : `'${word.replaceAll("'", "'\\''")}'`;
}
