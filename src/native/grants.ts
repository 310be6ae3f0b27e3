/**
 * What a run of the executable may do, worked out before any code of others
 * runs: what the user typed, the environment and the user's own two files
 * decide, nothing else.
 */
import { dirname, resolve } from "node:path";
import { configPath, credentialPath, type PathGround } from "../paths.ts";
import {
  AMBIENT,
  ENVIRONMENT,
  PROXY_VARIABLES,
  SYSTEM,
} from "../permissions.ts";
import { orNothing } from "../or_nothing.ts";
import { stsInReach } from "../reach.ts";
import { readRegularBytesSync } from "../regular_file.ts";
import { writtenFiles } from "../store/own_files.ts";
import { holdsCertificates } from "../sts/ca_bundle.ts";
import { hostsToReach } from "../sts/proxy.ts";

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

type Need =
  | "write"
  | "write folder"
  | "config"
  | "sts"
  | "terminal"
  | "page"
  | "ambient";

/** What a command needs beside reading the credentials file; others need nothing. */
export const NEEDS: ReadonlyMap<string, readonly Need[]> = new Map<
  string,
  readonly Need[]
>([
  ["list", []],
  ["export", []],
  ["complete", ["config"]],
  ["clean", ["write"]],
  ["doctor", ["write", "config", "ambient"]],
  ["whoami", ["config", "sts"]],
  ["get", ["write", "config", "sts", "terminal"]],
  // `cred_file` may be any file of the folder.
  ["mcp", ["write folder", "config", "sts", "page"]],
]);

/**
 * @param args The command line.
 * @param ground The environment and the home folder.
 */
export function workOutGrants(
  args: readonly string[],
  ground: PathGround,
): Grants {
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
  if (!file) return grants;
  if (isOdd(file)) {
    // No run can use it: enough to say so, and not all that is beside it.
    grants.read.push(resolve(file));
    return grants;
  }
  const files = withTarget(file);
  const folders = files.map(dirname);
  grants.read.push(...folders);
  if (needs.includes("ambient")) {
    grants.env.push(...AMBIENT);
  }
  if (needs.includes("write")) {
    grants.write.push(...files.flatMap(writtenFiles));
  }
  if (needs.includes("write folder")) grants.write.push(...folders);
  if (needs.includes("terminal")) grants.read.push(TERMINAL);
  if (needs.includes("page")) grants.net.push(LOOPBACK);
  if (!needs.includes("config")) return grants;
  const config = orNothing(() => configPath(ground));
  if (config && !isOdd(config)) grants.read.push(...withTarget(config));
  if (!needs.includes("sts")) return grants;
  grants.env.push(...PROXY_VARIABLES);
  // `-n` names the one profile that counts; the server may be asked for any.
  const profile = optionValue(args, /^(?:-n|--profile(?:[-_]name)?)$/);
  for (const settings of stsInReach(file, profile, ground)) {
    const { caBundle } = settings;
    if (caBundle && isBundle(caBundle)) {
      grants.read.push(...withTarget(caBundle));
    }
    // A proxy that can't be used is refused by the run itself.
    const hosts = orNothing(() => hostsToReach(ground.env, settings)) ?? [];
    grants.net.push(...hosts);
  }
  return grants;
}

/**
 * The credentials file: the one that was typed, else that of the environment.
 *
 * @returns Nothing where neither says.
 */
export function credentialFile(
  args: readonly string[],
  ground: PathGround,
): string | undefined {
  const typed = optionValue(args, /^(?:-c|--credential(?:[-_][fF]ile|File))$/);
  return typed ?? orNothing(() => credentialPath(ground));
}

/** A path and, where links lead elsewhere, the place that they lead to. */
function withTarget(path: string): string[] {
  const absolute = resolve(path);
  try {
    return [...new Set([absolute, Deno.realPathSync(absolute)])];
  } catch {
    return [absolute];
  }
}

/** Of a folder, everything in it would be granted. */
function isOdd(path: string): boolean {
  return orNothing(() => !Deno.statSync(path).isFile) ?? false;
}

/** The credentials file may name a bundle, and programs write that file. */
function isBundle(path: string): boolean {
  const bytes = orNothing(() => readRegularBytesSync(path));
  return bytes !== undefined && holdsCertificates(bytes);
}

/** What stands behind one of these is its value, whatever it looks like. */
const TAKES_VALUE =
  /^(?:-[ntdv]|-sn|--(?:profile|totp|sts|duration|if|role|external|verbose)[\w-]*)$/;

function optionValue(
  args: readonly string[],
  spelling: RegExp,
): string | undefined {
  for (const [at, arg] of args.entries()) {
    const equals = arg.indexOf("=");
    if (TAKES_VALUE.test(args[at - 1] ?? "")) continue;
    if (spelling.test(arg)) return args[at + 1];
    if (equals > 0 && spelling.test(arg.slice(0, equals))) {
      return arg.slice(equals + 1);
    }
  }
  return undefined;
}
