/**
 * Characters that a terminal would interpret or not show: control characters,
 * line breaks, and Unicode's format characters, which change the writing
 * direction or make two names look the same. A name in a file may contain them.
 * Ordinary text contains them only in Persian, some Indic scripts and composed
 * emoji (U+200C, U+200D), and stays readable without.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Control characters and line breaks. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

export function hasControlCharacters(text: string): boolean {
  return text.search(CONTROL) >= 0;
}

/** The text in one line, with a space for control characters and line breaks. */
export function replaceControlCharacters(text: string): string {
  return text.replace(CONTROL, " ");
}

/** The text in one line, with U+FFFD for each unprintable character. */
export function sanitize(text: string): string {
  return text.replace(UNPRINTABLE, "\ufffd");
}

/** The value as JSON, with escapes for unprintable characters. */
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
