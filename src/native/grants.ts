/**
 * What a run of the executable may do, worked out before any code of others
 * runs: what the user typed, the environment and the user's own two files
 * decide, nothing else.
 */
import { dirname, resolve } from "node:path";
import { blockAt, type CredentialsDocument } from "../credentials/document.ts";
import { parse } from "../credentials/parse.ts";
import { configPath, credentialPath, type PathGround } from "../paths.ts";
import { AMBIENT, ENVIRONMENT, SYSTEM } from "../permissions.ts";
import { profileNames, profileSettings } from "../profile_settings.ts";
import type { ProfileSettings } from "../refresh/parts.ts";
import { FileStore } from "../store/file_store.ts";
import { stsHost } from "../sts/hosts.ts";
import { type StsSettings, stsSettings } from "../sts/settings.ts";

/** Lists only: what is not in one is refused. */
export interface Grants {
  readonly env: string[];
  readonly sys: string[];
  readonly read: string[];
  readonly write: string[];
  readonly net: string[];
}

/** The page that asks for a code: a port of the system's choice, and only to listen. */
const LOOPBACK = "127.0.0.1:0";
const TERMINAL = "/dev/tty";
const SILENCE = { warn() {}, info() {}, debug() {} };

type Need = "write" | "config" | "sts" | "terminal" | "page" | "ambient";

/** What a command needs beside reading the credentials file; others need nothing. */
export const NEEDS: ReadonlyMap<string, readonly Need[]> = new Map<
  string,
  readonly Need[]
>([
  ["list", []],
  ["export", []],
  ["complete", []],
  ["clean", ["write"]],
  ["doctor", ["write", "config", "ambient"]],
  ["whoami", ["config", "sts"]],
  ["get", ["write", "config", "sts", "terminal"]],
  ["mcp", ["write", "config", "sts", "page"]],
]);

/**
 * @param args The command line.
 * @param ground The environment and the home folder.
 */
export async function workOutGrants(
  args: readonly string[],
  ground: PathGround,
): Promise<Grants> {
  const grants: Grants = {
    env: [...ENVIRONMENT],
    sys: [...SYSTEM],
    read: [],
    write: [],
    net: [],
  };
  const needs = NEEDS.get(args[0] ?? "");
  if (!needs) return grants;
  const file = credentialFile(args, ground);
  if (file === undefined) return grants;
  const folders = (await withTarget(file)).map(dirname);
  grants.read.push(...folders);
  if (needs.includes("ambient")) {
    grants.env.push(...AMBIENT);
  }
  if (needs.includes("write")) grants.write.push(...folders);
  if (needs.includes("terminal")) grants.read.push(TERMINAL);
  if (needs.includes("page")) grants.net.push(LOOPBACK);
  if (!needs.includes("config")) return grants;
  const config = configPath(ground);
  if (config) grants.read.push(...await withTarget(config));
  if (!needs.includes("sts")) return grants;
  for (const settings of await settingsOf(args, file, config, ground)) {
    const { caBundle } = settings;
    if (caBundle) grants.read.push(...await withTarget(caBundle));
    const host = stsHost(settings);
    if (host) grants.net.push(host);
  }
  return grants;
}

/**
 * The credentials file: the one that was typed, else that of the environment.
 *
 * @returns Nothing where there is no home folder either.
 */
export function credentialFile(
  args: readonly string[],
  ground: PathGround,
): string | undefined {
  const typed = optionValue(args, /^(?:-c|--credential(?:-file|_file|File))$/);
  try {
    return typed ?? credentialPath(ground);
  } catch {
    return undefined;
  }
}

/** `-n` names the one profile that counts; the server may be asked for any. */
async function settingsOf(
  args: readonly string[],
  file: string,
  config: string | undefined,
  { env }: PathGround,
): Promise<StsSettings[]> {
  const document = await read(file);
  const configDocument = await read(config);
  const typed = optionValue(args, /^(?:-n|--profile(?:[-_]name)?)$/);
  const asked = typed === undefined
    ? [...document.sections.keys(), ...profileNames(configDocument)]
    : [typed];
  const all: StsSettings[] = [];
  for (const name of new Set(asked)) {
    const chain = chainOf(document, configDocument, name);
    for (const { get } of chain) {
      const device = get("mfa_device_arn") || get("mfa_serial") || "";
      for (const settings of chain) {
        try {
          all.push(stsSettings(env, settings, device));
        } catch {
          // Settings that can't be used need no grant; whoever uses them is told.
        }
      }
    }
  }
  return all;
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
async function read(path: string | undefined): Promise<CredentialsDocument> {
  if (path === undefined) return parse("");
  try {
    return parse(await new FileStore(path, SILENCE).read());
  } catch {
    return parse("");
  }
}

/** A path and, where links lead elsewhere, the place that they lead to. */
async function withTarget(path: string): Promise<string[]> {
  const absolute = resolve(path);
  try {
    return [...new Set([absolute, await Deno.realPath(absolute)])];
  } catch {
    return [absolute];
  }
}

function optionValue(
  args: readonly string[],
  spelling: RegExp,
): string | undefined {
  for (const [at, arg] of args.entries()) {
    const equals = arg.indexOf("=");
    if (spelling.test(arg)) return args[at + 1];
    if (equals > 0 && spelling.test(arg.slice(0, equals))) {
      return arg.slice(equals + 1);
    }
  }
  return undefined;
}
