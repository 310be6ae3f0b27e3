/**
 * What a terminal would obey instead of showing, or show nothing of: control
 * characters, line breaks, and Unicode's format characters, which turn the
 * writing direction or make two names look the same. A name out of a file may
 * hold them. Of what people write, only Persian, some Indic spellings and
 * composed emoji have any (U+200C, U+200D), and stay readable without.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The text in one line that only shows. */
export function sanitize(text: string): string {
  return text.replace(UNPRINTABLE, "\ufffd");
}

/** A JSON document that only shows, and parses to the value all the same. */
export function sanitizeJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    UNPRINTABLE,
    (character) => character === "\n" ? character : escape(character),
  );
}

function escape(character: string): string {
  return character.split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
