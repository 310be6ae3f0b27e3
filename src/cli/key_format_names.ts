/** The formats in which `export` and `get` can print credentials. */
export const KEY_FORMATS = [
  "process",
  "env",
  "env-no-export",
  "fish",
  "powershell",
  "cmd",
  "json",
] as const;

/** The name of a format. */
export type KeyFormat = typeof KEY_FORMATS[number];

/** Whether a text is the name of a format. */
export function isKeyFormat(text: string): text is KeyFormat {
  return (KEY_FORMATS as readonly string[]).includes(text);
}
