import { hasControlCharacters } from "../util/sanitize.ts";

/**
 * Checks of names and values to write. A line break in one is an injection: with
 * `credential_process = …` below it, every AWS SDK runs a command.
 */

/** The names that every AWS SDK reads back as they were written. */
const SECTION_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.@%/+:-]{0,127}$/;

/** Names with a meaning of their own to a parser or to the AWS CLI. */
const RESERVED = new Set([
  "DEFAULT",
  // Of the config: code that the AWS CLI loads, and services that it shows.
  "plugins",
  "preview",
  // Of JavaScript's objects, in which SDKs keep profiles; some runtimes hide the first.
  "__proto__",
  ...Object.getOwnPropertyNames(Object.prototype),
]);
const RESERVED_PREFIX = /^(profile|sso-session|services)\./;

/** Visible ASCII that no parser strips, unquotes or reads as a comment. */
const VALUE = /^(?![#;"'])[\x21-\x7e]+$/;

export const SECTION_NAME_RULE =
  "a name of 1 to 128 letters, digits and _ . @ % / + : - that begins with " +
  "a letter, a digit or _, and that no AWS SDK reserves";

export function isWritableSectionName(name: string): boolean {
  return SECTION_NAME.test(name) && !RESERVED.has(name) &&
    !RESERVED_PREFIX.test(name);
}

export function isWritableValue(value: string): boolean {
  return VALUE.test(value);
}

export function isProfileName(name: string): boolean {
  return name !== "" && name.length <= 1024 && !hasControlCharacters(name);
}
