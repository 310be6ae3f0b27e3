import { closestMatch } from "../util/closest_match.ts";

/**
 * Says that a word is unknown, and which known ones may be meant. The word is
 * shown only where it can be no MFA code, key or TOTP secret.
 *
 * @param kind What the word should be: `client`.
 */
export function unknownWord(
  kind: string,
  word: string,
  known: readonly string[],
): string {
  const unknown = `unknown ${kind}`;
  if (!isShowable(word)) return unknown;
  const begun = known.filter((each) => each.startsWith(word));
  const meant = begun.length > 0 ? begun : [closestMatch(word, known) ?? ""];
  const question = meant[0] === "" ? "" : `: ${meant.join(" or ")}?`;
  return `${unknown} "${word}"${question}`;
}

/** Short words of small letters, as all that can be meant are. */
export function isShowable(word: string): boolean {
  return /^[a-z][a-z-]{0,14}$/.test(word);
}
