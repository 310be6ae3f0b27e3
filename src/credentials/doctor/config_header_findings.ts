import type { CredentialsDocument, Section } from "../document.ts";
import { profileInHeader } from "../profiles.ts";
import type { Fault } from "./finding.ts";

/** Sections of the AWS CLI itself. */
const OWN_SECTIONS = new Set(["plugins", "preview"]);

/** Headers of the config that name no profile, or name one twice. */
export function configHeaderFindings(
  { sections }: CredentialsDocument,
  isProfile: (name: string) => boolean,
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
      if (isProfile(name)) {
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
