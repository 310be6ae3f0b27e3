import { blockAt, type CredentialsDocument } from "./credentials/document.ts";
import { parse } from "./credentials/parse.ts";
import { orNothing } from "./or_nothing.ts";
import { configPath, type PathGround } from "./paths.ts";
import { profileNames, profileSettings } from "./profile_settings.ts";
import type { ProfileSettings } from "./refresh/parts.ts";
import { readRegularFileSync } from "./regular_file.ts";
import { type StsSettings, stsSettings } from "./sts/settings.ts";

/**
 * Where STS may be asked for a profile, as far as can be known beforehand.
 *
 * @param file The credentials file.
 * @param profile The profile; without it, every one.
 * @param ground The environment and the home folder.
 */
export function stsInReach(
  file: string,
  profile: string | undefined,
  ground: PathGround,
): StsSettings[] {
  const document = read(file);
  const config = read(orNothing(() => configPath(ground)));
  const asked = profile === undefined
    ? [...document.sections.keys(), ...profileNames(config)]
    : [profile];
  const all = new Map<string, StsSettings>();
  for (const name of new Set(asked)) {
    const chain = chainOf(document, config, name);
    const devices = new Set(
      chain.map(({ get }) => get("mfa_device_arn") || get("mfa_serial") || ""),
    );
    for (const device of devices) {
      for (const settings of chain) {
        const usable = orNothing(() => stsSettings(ground, settings, device));
        if (usable) all.set(JSON.stringify(usable), usable);
      }
    }
  }
  return [...all.values()];
}

/** A profile, and those that its session comes from. */
function chainOf(
  document: CredentialsDocument,
  config: CredentialsDocument,
  first: string,
): ProfileSettings[] {
  const chain = new Map<string, ProfileSettings>();
  for (let name: string | undefined = first; name && !chain.has(name);) {
    const settings = profileSettings(document, name, config);
    if (!settings) break;
    chain.set(name, settings);
    const section = document.sections.get(name);
    name = settings.get("source_profile") ||
      (section && blockAt(document, section.line)?.source);
  }
  return [...chain.values()];
}

/** What can't be read says nothing; the run itself will tell the user. */
function read(path: string | undefined): CredentialsDocument {
  if (path === undefined) return parse("");
  try {
    return parse(readRegularFileSync(path));
  } catch {
    return parse("");
  }
}
