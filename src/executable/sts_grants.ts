import type { CommandLine } from "../cli/command_line_types.ts";
import { defaultProfiles } from "../credentials/default_profile.ts";
import { Profiles } from "../credentials/profiles.ts";
import { parseSections } from "../credentials/parse_sections.ts";
import { namedBundles } from "../credentials/named_ca_bundles.ts";
import {
  expandHome,
  findConfigPath,
  type PathEnvironment,
} from "../platform/aws_paths.ts";
import { holdsCertificates } from "../sts/certificates.ts";
import { requiredHosts } from "../sts/proxy.ts";
import { attempt } from "../util/attempt.ts";
import type { PermissionLists } from "./baked_permissions.ts";
import { connectionSettings } from "./connection_settings.ts";
import { readFile } from "./possible_grants.ts";
import { withTarget } from "./command_grants.ts";

type Grants = Pick<PermissionLists, "read" | "net">;

/**
 * The permissions of a run for its requests to STS, which depend on the
 * credentials file and the config: the CA bundles and the hosts.
 *
 * @param texts The texts of both files, by their paths.
 */
export function stsGrants(
  { command, values }: CommandLine,
  file: string,
  environment: PathEnvironment,
  texts: ReadonlyMap<string, string>,
): Grants {
  const parse = (path = "") => parseSections(texts.get(path) ?? "");
  const config = parse(findConfigPath(environment));
  const profiles = new Profiles(parse(file), config);
  if (command === "doctor") return doctorGrants(profiles, environment);
  const { profile, mfaSerial, roleArn } = values;
  // An MCP client may name any profile.
  const others = command === "get"
    ? defaultProfiles(profiles)
    : profiles.names();
  const all = connectionSettings(
    profiles,
    values.profiles ?? (profile === undefined ? others : [profile]),
    environment,
    [mfaSerial, roleArn].filter((arn) => arn !== undefined),
  );
  return {
    read: bundleGrants(all.map(({ caBundle }) => caBundle)),
    net: all.flatMap((settings) =>
      // The run itself refuses an invalid proxy.
      attempt(() => requiredHosts(environment.env, settings)) ?? []
    ),
  };
}

/** The permissions of doctor for the CA bundles of all profiles. */
function doctorGrants(
  profiles: Profiles,
  environment: PathEnvironment,
): Grants {
  const paths = namedBundles(profiles, environment.env)
    .map((named) => expandHome(environment, named) ?? named);
  return { read: bundleGrants(paths), net: [] };
}

/** The credentials file may name a bundle, and programs write that file. */
function bundleGrants(paths: readonly (string | undefined)[]): string[] {
  return paths.filter((path) => path !== undefined)
    .filter((path) => holdsCertificates(readFile(path) ?? new Uint8Array()))
    .flatMap((path) => withTarget(path));
}
