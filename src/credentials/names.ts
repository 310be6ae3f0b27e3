/**
 * What may be written into a credentials file. A line break in a name or a
 * value is more than a broken file: `credential_process = …` planted that way
 * makes every AWS SDK run a command.
 */

/** The names that every AWS SDK reads back as they were written. */
const SECTION_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.@%/+:-]{0,127}$/;

/** Names that parsers, or the AWS CLI, take for something of their own. */
const RESERVED = new Set([
  "DEFAULT",
  // Of the config: code that the AWS CLI loads, and services that it shows.
  "plugins",
  "preview",
  "__proto__",
  "constructor",
  "toString",
  "toLocaleString",
  "valueOf",
  "hasOwnProperty",
  "isPrototypeOf",
  "propertyIsEnumerable",
  "__defineGetter__",
  "__defineSetter__",
  "__lookupGetter__",
  "__lookupSetter__",
]);
const RESERVED_PREFIX = /^(profile|sso-session|services)\./;

/** Visible ASCII that no parser strips, unquotes or takes for a comment. */
const VALUE = /^(?![#;"'])[\x21-\x7e]+$/;

/** What a section name that is to be written has to look like, in words. */
export const SECTION_NAME_RULE =
  "a name of 1 to 128 letters, digits and _ . @ % / + : - that begins with " +
  "a letter, a digit or _, and that no AWS SDK keeps for itself";

/** Can a section of this name be written so that all AWS SDKs read it? */
export function isWritableSectionName(name: string): boolean {
  return SECTION_NAME.test(name) && !RESERVED.has(name) &&
    !RESERVED_PREFIX.test(name);
}

/** Can this value be written so that all AWS SDKs read it? */
export function isWritableValue(value: string): boolean {
  return VALUE.test(value);
}

/** Could this be the name of a profile that the AWS CLI reads? */
export function isProfileName(name: string): boolean {
  return name !== "" && name.length <= 1024 && !CONTROL.test(name);
}

// deno-lint-ignore no-control-regex -- control characters are what it looks for
const CONTROL = /[\x00-\x1f\x7f-\x9f\u2028\u2029]/;
