import type { FileSections, Section } from "../credentials/document.ts";
import { isProfileName } from "../credentials/names.ts";
import { profileInHeader, type Profiles } from "../credentials/profiles.ts";
import { type ChainFault, MAX_ROLES } from "../credentials/role_chain.ts";
import { command, type Hint, hint, UpdstsError } from "../errors.ts";
import { closestMatch } from "../util/closest_match.ts";

/** The profile's section, or an error that suggests another name. */
export function findProfile(
  document: FileSections,
  name: string,
): Section {
  const section = document.sections.get(name);
  if (section) return section;
  const session = `${name}_sts`;
  const near = document.sections.has(session)
    ? session
    : closestMatch(name, [...document.sections.keys()]);
  throw notFound([name], near && didYouMean(near));
}

/**
 * Refuses a profile of which a part is below a header in the form of the other
 * file, which AWS tools do not read.
 *
 * @param keys One of them has to be in that part; by default none.
 */
export function refuseMisplaced(
  profiles: Profiles,
  name: string,
  keys?: readonly string[],
): void {
  const { credentials, config } = profiles;
  const refuse = (section: Section, file: string, header: string) => {
    if (keys && !keys.some((key) => section.settings.has(key))) return;
    throw new UpdstsError(
      "profile_not_found",
      `line ${
        section.line + 1
      } of the ${file}: AWS tools do not read [${section.name}] as the profile "${name}"`,
      `rename the header to ${header}`,
    );
  };
  for (const section of credentials.sections.values()) {
    if (section.name !== name && profileInHeader(section.name) === name) {
      return refuse(section, "credentials file", `[${name}]`);
    }
  }
  const section = config.sections.get(name);
  if (!section || profileInHeader(name) === name) return;
  const quoted = /\s/.test(name) ? `"${name}"` : name;
  refuse(section, "config", `[profile ${quoted}]`);
}

/** Refuses a source profile that cannot be a profile name. */
export function refuseInvalidNames(
  chain: readonly string[],
  fault: ChainFault | undefined,
): void {
  const next = fault?.kind === "missing" ? [fault.name] : [];
  const at = [...chain, ...next]
    .findIndex((name, at) => at > 0 && !isProfileName(name));
  if (at < 0) return;
  // The value is not shown: text after a line break in it may be a secret.
  throw invalidSettings(
    `source_profile of ${lastOf(chain.slice(0, at))} is not a profile name`,
    "if an indented line below it continues its value, remove the indentation",
  );
}

const SOURCE_HINT =
  "set source_profile to the profile that has your long-term access keys";

export function chainError(
  profiles: Profiles,
  chain: readonly string[],
  fault: ChainFault,
): UpdstsError {
  switch (fault.kind) {
    case "missing":
      return missing(profiles, [...chain, fault.name]);
    case "no_source_profile":
      return invalidSettings(
        `${lastOf(chain)} has a role_arn and no source_profile`,
        SOURCE_HINT,
      );
    case "role_without_mfa":
      return invalidSettings(
        `${lastOf(chain)} has a role_arn and a ${fault.setting}`,
        "use the role with the AWS CLI directly: it needs no MFA code",
      );
    case "cycle":
      return invalidSettings(
        `the source profiles form a cycle: ${
          formatChain([...chain, fault.name])
        }`,
        "set the last source_profile to the profile that has your long-term access keys",
      );
    case "too_many_roles":
      return invalidSettings(
        `more than ${MAX_ROLES} roles lead from the profile "${
          chain[0]
        }" to its source profile`,
        SOURCE_HINT,
      );
  }
}

function invalidSettings(message: string, hint: Hint): UpdstsError {
  return new UpdstsError("settings_invalid", message, hint);
}

/** The last profile of the chain is in neither file. */
function missing(profiles: Profiles, chain: readonly string[]): UpdstsError {
  const name = chain.at(-1)!;
  refuseMisplaced(profiles, name);
  const others = profiles.names().filter((each) => !chain.includes(each));
  const near = closestMatch(name, others);
  return notFound(chain, near && didYouMean(near));
}

function didYouMean(name: string): string {
  return `did you mean "${name}"?`;
}

function notFound(
  chain: readonly string[],
  suggestion: string | undefined,
): UpdstsError {
  return new UpdstsError(
    "profile_not_found",
    `there is no profile "${chain.at(-1)}" in the credentials file${
      chain.length > 1 ? `, where the chain ${formatChain(chain)} ends` : ""
    }`,
    suggestion ??
      (chain.length > 1
        ? `correct source_profile of the profile "${chain.at(-2)}"`
        : hint`show the profiles with ${command("list")}`),
  );
}

/** The last profile of a chain, with the chain. */
function lastOf(chain: readonly string[]): string {
  const path = chain.length > 1 ? `, at the end of ${formatChain(chain)},` : "";
  return `the profile "${chain.at(-1)}"${path}`;
}

function formatChain(chain: readonly string[]): string {
  return chain.map((name) => `"${name}"`).join(" -> ");
}
