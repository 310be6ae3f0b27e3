/**
 * The permissions of one run of the executable. Only the command line, the
 * environment, the credentials file and the config decide.
 */
import { basename, dirname, join, resolve } from "node:path";
import { configPath, credentialPath, type PathGround } from "../paths.ts";
import { AMBIENT, ENVIRONMENT, SYSTEM } from "../permissions.ts";
import { orNothing } from "../or_nothing.ts";
import { stsInReach } from "../reach.ts";
import { readRegularFileSync } from "../regular_file.ts";
import { ownFile, writtenFiles } from "../store/own_files.ts";
import { stsHost } from "../sts/hosts.ts";
import type { PermissionLists } from "./baked.ts";

/** The page that asks for an MFA code: it may listen, and connect nowhere. */
const LOOPBACK = "127.0.0.1:0";
const TERMINAL = "/dev/tty";

type Need =
  | "write"
  | "write directory"
  | "config"
  | "sts"
  | "terminal"
  | "page"
  | "ambient";

/** What a command needs besides reading the credentials file; others need nothing. */
export const NEEDS = new Map<string, readonly Need[]>([
  ["list", []],
  ["export", []],
  ["complete", ["config"]],
  ["clean", ["write"]],
  ["doctor", ["write", "config", "ambient"]],
  ["whoami", ["config", "sts"]],
  ["get", ["write", "config", "sts", "terminal"]],
  // `cred_file` may be any file of the directory.
  ["mcp", ["write directory", "config", "sts", "page"]],
]);

/**
 * The permissions of a run.
 *
 * @param args The command line.
 * @param ground The environment and the home directory.
 */
export function workOutGrants(
  args: readonly string[],
  ground: PathGround,
): PermissionLists {
  const needs = NEEDS.get(args[0] ?? "");
  const grants: PermissionLists = {
    read: [],
    write: [],
    net: [],
    env: [...ENVIRONMENT, ...needs?.includes("ambient") ? AMBIENT : []],
    sys: [...SYSTEM],
  };
  const file = needs && credentialFile(args, ground);
  if (!file) return grants;
  const files = withTarget(file);
  if (isOdd(file)) {
    // No command can use it, and all of a directory would be permitted.
    grants.read.push(...files.filter((path) => !isRoot(path)));
    return grants;
  }
  const directories = files.flatMap(directoryOf);
  const isWritten = needs.some((need) => need.startsWith("write"));
  // A missing file may only be moved away: the directory's time tells.
  const isMissing = !orNothing(() => Deno.statSync(file));
  grants.read.push(
    ...isWritten || isMissing
      ? directories
      : files.flatMap((path) => [path, ownFile(path, "lock")]),
  );
  if (needs.includes("write")) {
    grants.write.push(...files.flatMap(writtenFiles));
  }
  if (needs.includes("write directory")) grants.write.push(...directories);
  if (needs.includes("terminal")) grants.read.push(TERMINAL);
  if (needs.includes("page")) grants.net.push(LOOPBACK);
  if (!needs.includes("config")) return grants;
  const config = orNothing(() => configPath(ground));
  if (config && !isOdd(config)) grants.read.push(...withTarget(config));
  if (!needs.includes("sts")) return grants;
  // `-n` names the one profile that counts; the server may be asked for any.
  const profile = optionValue(args, /^(?:-n|--profile(?:[-_]name)?)$/);
  for (const settings of stsInReach(file, profile, ground)) {
    const { caBundle } = settings;
    if (caBundle && holdsCertificates(caBundle)) {
      grants.read.push(...withTarget(caBundle));
    }
    const host = stsHost(settings);
    if (host) grants.net.push(host);
  }
  return grants;
}

/** The credentials file: the one that was typed, else that of the environment. */
function credentialFile(
  args: readonly string[],
  ground: PathGround,
): string | undefined {
  const typed = optionValue(args, /^(?:-c|--credential(?:[-_][fF]ile|File))$/);
  return typed ?? orNothing(() => credentialPath(ground));
}

/** A path and, where it or a directory in it is a symlink, its target. */
function withTarget(path: string): string[] {
  const absolute = resolve(path);
  const { realPathSync } = Deno;
  const target = orNothing(() => realPathSync(absolute)) ??
    orNothing(() => join(realPathSync(dirname(absolute)), basename(absolute)));
  return [...new Set([absolute, target ?? absolute])];
}

function isOdd(path: string): boolean {
  return orNothing(() => !Deno.statSync(path).isFile) ?? false;
}

/** The directory of a credentials file; in a root directory the files alone. */
function directoryOf(file: string): string[] {
  const directory = dirname(file);
  return isRoot(directory) ? writtenFiles(file) : [directory];
}

function isRoot(path: string): boolean {
  return path === dirname(path);
}

/** The credentials file may name a bundle, and programs write that file. */
function holdsCertificates(path: string): boolean {
  const text = orNothing(() => readRegularFileSync(path)) ?? "";
  return text.includes("-----BEGIN CERTIFICATE-----") &&
    !text.includes("PRIVATE KEY-----");
}

/** What is after one of these is its value, whatever it looks like. */
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
