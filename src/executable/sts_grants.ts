import type { CommandLine } from "../cli/command_line_types.ts";
import { defaultProfiles } from "../credentials/default_profile.ts";
import { namedBundles } from "../credentials/named_ca_bundles.ts";
import { readRegularFile } from "../file/regular_file.ts";
import { expandHome, type PathEnvironment } from "../platform/aws_paths.ts";
import { holdsCertificates } from "../sts/certificates.ts";
import { requiredHosts } from "../sts/proxy.ts";
import { attempt } from "../util/attempt.ts";
import type { PermissionLists } from "./baked_permissions.ts";
import { connectionSettings } from "./connection_settings.ts";
import { readProfiles } from "./readable_profiles.ts";
import { withTarget } from "./run_grants.ts";

type Grants = Pick<PermissionLists, "read" | "net">;

/**
 * The permissions of a run for its requests to STS, which depend on the
 * credentials file and the config: the CA bundles and the hosts.
 *
 * @param line The command line.
 * @param file The credentials file.
 * @param environment The environment and the home directory.
 */
export async function stsGrants(
  { command, values }: CommandLine,
  file: string,
  environment: PathEnvironment,
): Promise<Grants> {
  const { profile, mfaSerial, roleArn } = values;
  const { profiles = profile === undefined ? undefined : [profile] } = values;
  // An MCP client may name any profile.
  const names = command === "get" ? defaultProfiles : undefined;
  const all = await connectionSettings(
    file,
    profiles,
    environment,
    names,
    [mfaSerial, roleArn].filter((arn) => arn !== undefined),
  );
  return {
    read: await bundleGrants(all.map(({ caBundle }) => caBundle)),
    net: all.flatMap((settings) =>
      // The run itself refuses an invalid proxy.
      attempt(() => requiredHosts(environment.env, settings)) ?? []
    ),
  };
}

/** The permissions of doctor for the CA bundles of all profiles. */
export async function doctorGrants(
  file: string,
  environment: PathEnvironment,
): Promise<Grants> {
  const profiles = await readProfiles(file, undefined, environment);
  const paths = namedBundles(profiles, environment.env)
    .map((named) => expandHome(environment, named) ?? named);
  return { read: await bundleGrants(paths), net: [] };
}

/** The credentials file may name a bundle, and programs write that file. */
async function bundleGrants(
  paths: readonly (string | undefined)[],
): Promise<string[]> {
  const grants: string[] = [];
  for (const path of paths) {
    if (path && await isBundle(path)) grants.push(...withTarget(path));
  }
  return grants;
}

async function isBundle(path: string): Promise<boolean> {
  try {
    return holdsCertificates((await readRegularFile(path, "follow")).bytes);
  } catch {
    return false;
  }
}
