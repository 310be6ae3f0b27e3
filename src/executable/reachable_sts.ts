import { blockAt, type CredentialsDocument } from "../credentials/document.ts";
import { parse } from "../credentials/parse.ts";
import { parseBytes } from "../operations/parse_bytes.ts";
import { attempt } from "../util/attempt.ts";
import { configPath, type PathEnvironment } from "../platform/aws_paths.ts";
import { profileNames, profileSettings } from "../credentials/profiles.ts";
import type { ProfileSettings } from "../credentials/profiles.ts";
import { MAX_ROLES } from "../operations/role.ts";
import type { StsSettings } from "../sts/endpoints.ts";
import { stsSettings } from "../sts/settings.ts";
import { readSettledFile } from "../file/settled_file.ts";

/**
 * Where STS may be asked for a profile, as far as can be known beforehand.
 *
 * @param file The credentials file.
 * @param profile The profile; without it, every one.
 * @param environment The environment and the home directory.
 */
export async function reachableSts(
  file: string,
  profile: string | undefined,
  environment: PathEnvironment,
): Promise<StsSettings[]> {
  const document = await read(file, profile);
  const config = await read(attempt(() => configPath(environment)));
  const asked = profile === undefined
    ? [...document.sections.keys(), ...profileNames(config)]
    : [profile];
  const links = new Links(document, config);
  const quick = { ...environment, env: remembering(environment.env) };
  const all = new Map<string, StsSettings>();
  for (const name of new Set(asked)) {
    const chain = links.chain(name);
    for (const device of new Set(chain.map(({ device }) => device))) {
      for (const link of chain) {
        // Thousands of roles have one source profile.
        if (link.seen.has(device)) continue;
        link.seen.add(device);
        const usable = attempt(() => stsSettings(quick, link.settings, device));
        if (usable) all.set(JSON.stringify(usable), usable);
      }
    }
  }
  return [...all.values()];
}

interface Link {
  readonly settings: ProfileSettings;
  readonly device: string;
  /** The profile whose keys this one's session is asked for with. */
  readonly next: string | undefined;
  /** The devices with which its settings were worked out. */
  readonly seen: Set<string>;
}

/** The profiles, each read once. */
class Links {
  readonly #document: CredentialsDocument;
  readonly #config: CredentialsDocument;
  readonly #links = new Map<string, Link | undefined>();

  constructor(document: CredentialsDocument, config: CredentialsDocument) {
    this.#document = document;
    this.#config = config;
  }

  /** A profile, and those that its session comes from. */
  chain(first: string): Link[] {
    const chain = new Set<Link>();
    for (let name: string | undefined = first; name;) {
      const link = this.#link(name);
      // More roles are refused: behind a session of ours, its chain of roles.
      if (!link || chain.has(link) || chain.size > MAX_ROLES + 1) break;
      chain.add(link);
      name = link.next;
    }
    return [...chain];
  }

  #link(name: string): Link | undefined {
    if (!this.#links.has(name)) this.#links.set(name, this.#read(name));
    return this.#links.get(name);
  }

  #read(name: string): Link | undefined {
    const settings = profileSettings(this.#document, name, this.#config);
    if (!settings) return undefined;
    const { get } = settings;
    const section = this.#document.sections.get(name);
    return {
      settings,
      device: get("mfa_device_arn") || get("mfa_serial") || "",
      next: get("source_profile") ||
        (section && blockAt(this.#document, section.line)?.source),
      seen: new Set(),
    };
  }
}

/** Each variable is asked for once. */
function remembering(env: PathEnvironment["env"]): PathEnvironment["env"] {
  const known = new Map<string, string | undefined>();
  return (name) => {
    if (!known.has(name)) known.set(name, env(name));
    return known.get(name);
  };
}

/** What can't be read says nothing; the run itself will tell the user. */
async function read(
  path: string | undefined,
  profile?: string,
): Promise<CredentialsDocument> {
  if (path === undefined) return parse("");
  try {
    const { bytes } = await readSettledFile(path, ({ bytes, info }) => {
      if (!info) return true;
      const { problems, sections } = parseBytes(bytes);
      return problems.length === 0 && sections.size > 0 &&
        (profile === undefined || sections.has(profile));
    }, "follow");
    return parseBytes(bytes);
  } catch {
    return parse("");
  }
}
