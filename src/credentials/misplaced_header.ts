import type { Section } from "./document.ts";
import { profileInHeader, type Profiles } from "./profiles.ts";

/** A section whose header has the form of the other file. */
interface MisplacedHeader {
  /** The line and the file, for messages. */
  readonly place: string;
  readonly section: Section;
  /** The header in its right form, with the brackets. */
  readonly header: string;
}

/**
 * Finds a section that is meant to be a profile and is not: `[profile NAME]` in
 * the credentials file, or `[NAME]` in the config.
 */
export function findMisplacedHeader(
  { credentials, config }: Profiles,
  name: string,
): MisplacedHeader | undefined {
  const found = (section: Section, file: string, header: string) => ({
    place: `line ${section.line + 1} of the ${file}`,
    section,
    header,
  });
  for (const section of credentials.sections.values()) {
    if (section.name !== name && profileInHeader(section.name) === name) {
      return found(section, "credentials file", `[${name}]`);
    }
  }
  const section = config.sections.get(name);
  if (!section || profileInHeader(name) === name) return undefined;
  const quoted = /\s/.test(name) ? `"${name}"` : name;
  return found(section, "config", `[profile ${quoted}]`);
}
