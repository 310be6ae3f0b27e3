import { attempt } from "../util/attempt.ts";
import type { PathEnvironment } from "../platform/aws_paths.ts";
import {
  partitionArn,
  type Profiles,
  type ProfileSettings,
} from "../credentials/profiles.ts";
import { roleChain } from "../credentials/role_chain.ts";
import type { StsSettings } from "../sts/sts_host.ts";
import { stsSettings } from "../sts/region_and_endpoint.ts";

/**
 * The settings of every connection to STS that a run can make.
 *
 * @param profiles The profiles of both files.
 * @param names The names of those that the run can use.
 * @param arns The MFA device and the role that the command line names, if any.
 */
export function connectionSettings(
  profiles: Profiles,
  names: readonly string[],
  environment: PathEnvironment,
  arns: readonly string[] = [],
): StsSettings[] {
  const cached = { ...environment, env: cache(environment.env) };
  // Thousands of roles can have one source profile: compute each pair once.
  const done = new Map<ProfileSettings, Set<string>>();
  const all = new Map<string, StsSettings>();
  for (const name of names) {
    const used = settingsOf(profiles, name);
    for (const arn of new Set([...used.map(partitionArn), ...arns])) {
      for (const settings of used) {
        const arns = done.get(settings) ?? new Set();
        if (arns.has(arn)) continue;
        done.set(settings, arns.add(arn));
        const usable = attempt(() => stsSettings(cached, settings, arn));
        if (usable) all.set(JSON.stringify(usable), usable);
      }
    }
  }
  return [...all.values()];
}

/** The settings of a profile and of the profiles of its role chain. */
function settingsOf(profiles: Profiles, name: string): ProfileSettings[] {
  const source = profiles.sourceProfileOf(name);
  const settings = profiles.sessionSettings(name);
  return [
    ...settings ? [settings] : [],
    ...[name, ...source === undefined ? [] : [source]]
      .flatMap((each) => roleChain(profiles, each).profiles),
  ];
}

/** Each variable is read once. */
function cache(env: PathEnvironment["env"]): PathEnvironment["env"] {
  const known = new Map<string, string | undefined>();
  return (name) => {
    if (!known.has(name)) known.set(name, env(name));
    return known.get(name);
  };
}
