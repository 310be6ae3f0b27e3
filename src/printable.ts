/**
 * What a terminal would obey instead of showing: control characters, and
 * marks that turn the writing direction. A name out of a file may hold them.
 */
// deno-lint-ignore no-control-regex -- control characters are what it looks for
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** The text in one line that only shows. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, "\ufffd");
}

/** A JSON document that only shows, and parses to the value all the same. */
export function printableJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    UNPRINTABLE,
    (unit) =>
      unit === "\n"
        ? unit
        : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
