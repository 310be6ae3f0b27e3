import type { CredentialsDocument, Section } from "../document.ts";
import { isWritableSectionName } from "../names.ts";
import { profileInHeader, type Profiles } from "../profiles.ts";
import type { Fault } from "./finding.ts";

/** Headers that not every AWS tool reads as one, in either file. */
export function headerFindings(document: CredentialsDocument): Fault[] {
  return [...document.sections.values()].flatMap((section) =>
    headerFault(section, document) ?? []
  );
}

/** Names that not every AWS tool reads as intended, in the credentials file. */
export function nameFindings(document: CredentialsDocument): Fault[] {
  return [...document.sections.values()].flatMap((section) =>
    headerFault(section, document) ? [] : nameFault(section) ?? []
  );
}

function headerFault(
  { line }: Section,
  { lines }: CredentialsDocument,
): Fault | undefined {
  const { text } = lines[line]!;
  const code = "section_header";
  if (/^\s/.test(text)) {
    const message = "a section header is indented";
    return { code, reason: "indented", line, message };
  }
  const rest = text.slice(text.lastIndexOf("]") + 1);
  if (/^(\s+[#;].*|\s*)$/s.test(rest)) return undefined;
  const message = "there is text after a section header";
  return { code, reason: "text_after", line, message };
}

function nameFault({ name, line }: Section): Fault | undefined {
  const code = "section_name";
  if (name === "__proto__") {
    const message = "a profile has the name __proto__";
    return { code, reason: "proto", line, message };
  }
  const [, bare] = /^profile\s+(.*)$/s.exec(name) ?? [];
  if (bare !== undefined) {
    const message = `a section has the name "${name}"`;
    return { code, reason: "profile_prefix", line, message, value: bare };
  }
  if (name.trim() !== name) {
    const message = `there are spaces around the name in [${name}]`;
    return { code, reason: "spaces", line, message, value: name.trim() };
  }
  if (isWritableSectionName(name)) return undefined;
  const message = `not every AWS tool accepts the profile name "${name}"`;
  return { code, reason: "characters", line, message };
}

/** Sections of the AWS CLI itself. */
const OWN_SECTIONS = new Set(["plugins", "preview"]);

/** Headers of the config that name no profile, or name one twice. */
export function configHeaderFindings(
  { sections }: CredentialsDocument,
  profiles: Profiles | undefined,
): Fault[] {
  const first = new Map<string, Section>();
  return [...sections.values()].flatMap((section): Fault[] => {
    const { name, line } = section;
    const code = "config_header";
    // The AWS CLI takes each name with such a beginning for one of its kinds.
    const [kind] = /^(?:profile|sso-session|services)/.exec(name) ?? [];
    if (kind !== undefined && !isNamed(name, kind)) {
      const reason = kind === "profile" ? "not_a_name" : "unused";
      const message = `the header [${name}] is not "${kind}" and one name`;
      return [{ code, reason, line, message, value: kind }];
    }
    const profile = profileInHeader(name);
    if (profile === undefined) {
      if (kind !== undefined || OWN_SECTIONS.has(name)) return [];
      const message = `the header [${name}] has no "profile" before the name`;
      const quoted = /[^\w.@%/+:-]/.test(name) ? `"${name}"` : name;
      // The profile then has its other settings only.
      if (profiles?.has(name)) {
        return [{ code: "section_ignored", line, message, value: quoted }];
      }
      return [{ code, reason: "no_profile", line, message, value: quoted }];
    }
    const earlier = first.get(profile);
    if (!earlier) {
      first.set(profile, section);
      return [];
    }
    const message = `the profile "${profile}" is defined twice, first at line ${
      earlier.line + 1
    }`;
    return [{ code: "profile_twice", line, message }];
  });
}

/** The AWS CLI splits the header as a shell does, and requires two words. */
function isNamed(header: string, kind: string): boolean {
  const rest = header.slice(kind.length);
  return /^\s+(?:"[^"]*"|'[^']*'|[^\s"'\\]+)\s*$/.test(rest);
}
