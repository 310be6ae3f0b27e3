import type { CredentialsDocument } from "../document.ts";
import { isWritableSectionName } from "../names.ts";
import type { Finding } from "./finding.ts";

/** Headers that not every AWS tool takes for what they are meant to be. */
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
      "behind a key, some AWS tools take it for a piece of that key's value",
      "remove the indentation",
    ];
  }
  const behind = text.slice(text.lastIndexOf("]") + 1);
  if (!/^(\s+[#;].*|\s*)$/s.test(behind)) {
    return [
      "section_header",
      "there is something behind a section header",
      "the AWS SDK for JavaScript misses the header, and reads the keys below it as the profile's above",
      "put it into a line of its own",
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
      `"profile" stands before a name in the config file only: no tool finds the profile "${bare}" here`,
      `write [${bare}]`,
    ];
  }
  if (name.trim() !== name) {
    return [
      "section_name",
      `there are spaces around the name in [${name}]`,
      "they are a part of the name to some AWS tools, and none to others",
      `write [${name.trim()}]`,
    ];
  }
  if (isWritableSectionName(name)) return undefined;
  return [
    "section_name",
    `the name of the profile "${name}" is not for every AWS tool`,
    "some AWS SDKs leave out a profile with such a name",
    "rename the profile: letters, digits and _ . @ % / + : - are read by all",
  ];
}
