import type {
  BlockEdit,
  CredentialsDocument,
} from "../../src/credentials/document.ts";
import { settingOf } from "../../src/credentials/read_setting.ts";

/** What the samples use for secrets: none of it may turn up in a message. */
export const OLD_SECRET = "OldSecret/9fJq+Zx7vLmNpQrStUvWxYz0123456";
export const OLD_TOKEN = "OldToken//IQoJb3JpZ2luX2VjEXAMPLETOKEN==";
export const NEW_SECRET = "NewSecret/1aBcDeFgHiJkLmNoPqRsTuVwXyZ01";
export const NEW_TOKEN = "NewToken//FwoGZXIvYXdzEXAMPLETOKEN+/==";

export const BEGIN = "# ${{{ key=default [auto update by updsts]";
export const END = "# $}}} [auto update by updsts]";

/** A session of the profile `default`, to be written into `[default_sts]`. */
export const SESSION: BlockEdit = {
  source: "default",
  section: "default_sts",
  settings: new Map([
    ["aws_access_key_id", "ASIANEWNEWNEWNEWNEW1"],
    ["aws_secret_access_key", NEW_SECRET],
    ["aws_session_token", NEW_TOKEN],
    ["expiration_datetime", "2025-10-05T15:30:00+09:00"],
  ]),
};

/** The block of {@linkcode SESSION}, as a new one is written. */
export const NEW_BLOCK = `${BEGIN}
[default_sts]
aws_access_key_id = ASIANEWNEWNEWNEWNEW1
aws_secret_access_key = ${NEW_SECRET}
aws_session_token = ${NEW_TOKEN}
expiration_datetime = 2025-10-05T15:30:00+09:00
${END}
`;

/** The same block with an earlier session. */
export const OLD_BLOCK = `${BEGIN}
[default_sts]
aws_access_key_id = ASIAOLDOLDOLDOLDOLD1
aws_secret_access_key = ${OLD_SECRET}
aws_session_token = ${OLD_TOKEN}
expiration_datetime = 2024-01-01T00:00:00+09:00
${END}
`;

/** Every section with its keys in order of the alphabet, as botocore shows it. */
export type Reading = [
  name: string,
  settings: [key: string, value: string][],
][];

/** What the document says, in the form in which readings are compared. */
export function readingOf(document: CredentialsDocument): Reading {
  return [...document.sections.values()].map((section) => {
    const keys = new Set([
      ...section.settings.keys(),
      ...document.defaults.keys(),
    ]);
    return [
      section.name,
      [...keys].sort(compareCodePoints).map((key) => [
        key,
        settingOf(document, section, key)!.value,
      ]),
    ];
  });
}

/** The reading that an edit has to lead to; `defaults` are those of `[DEFAULT]`. */
export function withSession(
  before: Reading,
  edit: BlockEdit,
  defaults: Reading[number][1] = [],
): Reading {
  const old = before.find(([name]) => name === edit.section);
  const settings = new Map(old?.[1] ?? defaults);
  for (const [key, value] of edit.settings) {
    if (value === undefined) settings.delete(key);
    else settings.set(key, value);
  }
  const written: Reading[number] = [
    edit.section,
    [...settings].sort(([a], [b]) => compareCodePoints(a, b)),
  ];
  return old
    ? before.map((section) => section === old ? written : section)
    : [...before, written];
}

/** Python's order; that of JavaScript is by UTF-16 units. */
function compareCodePoints(a: string, b: string): number {
  const [one, other] = [[...a], [...b]];
  const i = one.findIndex((character, i) => character !== other[i]);
  if (i < 0) return one.length - other.length;
  return one[i]!.codePointAt(0)! - (other[i]?.codePointAt(0) ?? -1);
}
