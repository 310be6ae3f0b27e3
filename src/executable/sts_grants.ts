import { defaultProfiles } from "../credentials/default_profile.ts";
import { namedBundles } from "../credentials/named_ca_bundles.ts";
import { readRegularFile } from "../file/regular_file.ts";
import { expandHome, type PathEnvironment } from "../platform/aws_paths.ts";
import { holdsCertificates } from "../sts/certificates.ts";
import { requiredHosts } from "../sts/proxy.ts";
import { attempt } from "../util/attempt.ts";
import type { PermissionLists } from "./baked_permissions.ts";
import { type StsRun, withTarget } from "./run_grants.ts";
import { connectionSettings } from "./connection_settings.ts";
import { readProfiles } from "./readable_profiles.ts";

/**
 * The permissions of a run for its requests to STS, which depend on the
 * credentials file and the config: the CA bundles and the hosts.
 *
 * @param run The run.
 * @param environment The environment and the home directory.
 */
export async function stsGrants(
  { command, isOffline, file, profiles }: StsRun,
  environment: PathEnvironment,
): Promise<Pick<PermissionLists, "read" | "net">> {
  const grants: Pick<PermissionLists, "read" | "net"> = { read: [], net: [] };
  if (isOffline) {
    const profiles = await readProfiles(file, undefined, environment);
    for (const named of namedBundles(profiles, environment.env)) {
      const path = expandHome(environment, named) ?? named;
      if (await isBundle(path)) grants.read.push(...withTarget(path));
    }
    return grants;
  }
  // An MCP client may name any profile.
  const names = command === "get" ? defaultProfiles : undefined;
  for (
    const settings of await connectionSettings(
      file,
      profiles,
      environment,
      names,
    )
  ) {
    const { caBundle } = settings;
    if (caBundle && await isBundle(caBundle)) {
      grants.read.push(...withTarget(caBundle));
    }
    // The run itself refuses an invalid proxy.
    const hosts = attempt(() => requiredHosts(environment.env, settings)) ?? [];
    grants.net.push(...hosts);
  }
  return grants;
}

/** The credentials file may name a bundle, and programs write that file. */
async function isBundle(path: string): Promise<boolean> {
  try {
    return holdsCertificates((await readRegularFile(path, "follow")).bytes);
  } catch {
    return false;
  }
}
