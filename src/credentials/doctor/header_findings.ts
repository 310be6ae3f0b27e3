import type { CredentialsDocument } from "../document.ts";
import { isWritableSectionName } from "../names.ts";
import type { Finding } from "./finding.ts";

/** Headers that not every AWS tool reads as intended. */
export function headerFindings(document: CredentialsDocument): Finding[] {
  return [...document.sections.values()].flatMap(({ name, line }) => {
    const { text } = document.lines[line]!;
    const found = headerFault(text) ?? nameFault(name);
    if (!found) return [];
    const [code, message, why, fix] = found;
    return { code, severity: "error", line: line + 1, message, why, fix };
  });
}

type Fault = [
  code: Finding["code"],
  message: string,
  why: string,
  fix: string,
];

function headerFault(text: string): Fault | undefined {
  if (/^\s/.test(text)) {
    return [
      "section_header",
      "a section header is indented",
      "below a key, some AWS tools read it as a part of that key's value",
      "remove the indentation",
    ];
  }
  const rest = text.slice(text.lastIndexOf("]") + 1);
  if (!/^(\s+[#;].*|\s*)$/s.test(rest)) {
    return [
      "section_header",
      "there is text after a section header",
      "the AWS SDK for JavaScript misses the header, and adds the keys below it to the profile above",
      "move it to a line of its own",
    ];
  }
  return undefined;
}

function nameFault(name: string): Fault | undefined {
  if (name === "__proto__") {
    return [
      "section_name",
      "a profile has the name __proto__",
      "the AWS SDK for JavaScript reads the whole file as empty",
      "rename the profile",
    ];
  }
  const [, bare] = /^profile\s+(.*)$/s.exec(name) ?? [];
  if (bare !== undefined) {
    return [
      "section_name",
      `a section has the name "${name}"`,
      `only the config has "profile" before a name: no tool finds the profile "${bare}" here`,
      `write [${bare}]`,
    ];
  }
  if (name.trim() !== name) {
    return [
      "section_name",
      `there are spaces around the name in [${name}]`,
      "only some AWS tools read them as a part of the name",
      `write [${name.trim()}]`,
    ];
  }
  if (isWritableSectionName(name)) return undefined;
  return [
    "section_name",
    `not every AWS tool accepts the profile name "${name}"`,
    "some AWS SDKs skip a profile with such a name",
    "rename the profile: use letters, digits and _ . @ % / + : -",
  ];
}
