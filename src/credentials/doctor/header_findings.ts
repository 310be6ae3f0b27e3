import type { CredentialsDocument, Section } from "../document.ts";
import { isWritableSectionName } from "../names.ts";
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
