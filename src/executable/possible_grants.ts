/**
 * Searches the command line and the files for all that a run may need, without
 * parsing them: whatever option or profile it belongs to. The search must find all
 * that `exact_grants.ts` finds.
 */
import {
  expandHome,
  findConfigPath,
  findCredentialPath,
  type PathEnvironment,
} from "../platform/aws_paths.ts";
import { PROXY_VARIABLES } from "../platform/variables.ts";
import { stsHostsIn } from "../sts/partitions.ts";
import { attempt } from "../util/attempt.ts";
import { hostOf } from "../util/host_of.ts";
import { sleep } from "../util/sleep.ts";
import type { PermissionLists } from "./baked_permissions.ts";
import { NEEDS, runGrants, withTarget } from "./run_grants.ts";

/** In bytes; the run refuses a larger file. */
const MAX_SIZE = 8 * 1024 * 1024;

/**
 * The permissions that a run may need.
 *
 * @param args The command line.
 * @param environment The environment and the home directory.
 * @param beforeReading Called before the files are read; `read` and `net` are not
 * complete yet.
 */
export async function possibleGrants(
  args: readonly string[],
  environment: PathEnvironment,
  beforeReading?: (grants: PermissionLists) => void,
): Promise<PermissionLists> {
  const needs = NEEDS.get(args[0] ?? "");
  const files = needs ? credentialFiles(args, environment) : [];
  const grants = runGrants(needs ?? [], files, environment);
  beforeReading?.(grants);
  if (needs?.includes("CA bundles")) {
    const { read, net } = await connections(args, files, environment);
    grants.read.push(...read);
    if (needs.includes("sts")) grants.net.push(...net);
  }
  return grants;
}

/** The default credentials file, and each that may be the value of `-c`. */
function credentialFiles(
  args: readonly string[],
  environment: PathEnvironment,
): string[] {
  // An argument can be a line that a shell completes.
  const lines = [args, ...args.map((arg) => arg.split(/\s+/))];
  const values = lines.flatMap((words) =>
    words.flatMap((word, at) => {
      if (!/^--?c/i.test(word)) return [];
      const [, value] = /^(?:-c=?|--[^=]*=)([^]+)/.exec(word) ?? [];
      return value ?? words[at + 1] ?? [];
    })
  );
  return unique(
    [undefined, ...values].map((given) =>
      findCredentialPath(environment, given)
    ),
  );
}

/** The hosts of STS and of proxies, and the CA bundles. */
async function connections(
  args: readonly string[],
  files: readonly string[],
  environment: PathEnvironment,
): Promise<Pick<PermissionLists, "read" | "net">> {
  const { env } = environment;
  const config = await readText(findConfigPath(environment) ?? "");
  const texts = [
    ...[config, ...await Promise.all(files.map(readText)), ...args],
    ...["AWS_REGION", "AWS_DEFAULT_REGION"].map(env),
  ].join("\n");
  const bundles = unique([
    env("AWS_CA_BUNDLE"),
    ...valuesIn(texts, /ca_bundle\s*[=:]([^\r\n]+)/gi),
  ]).map((path) => expandHome(environment, path) ?? path);
  const urls = unique([
    ...["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS"].map(env),
    ...PROXY_VARIABLES.map(env),
    ...valuesIn(config, /endpoint_url\s*[=:]\s*(\S+)/gi),
  ]);
  return {
    read: bundles.filter((path) => attempt(() => Deno.statSync(path).isFile))
      .flatMap((path) => withTarget(path)),
    net: unique([...stsHostsIn(texts), ...urls.map(hostOf)]),
  };
}

function valuesIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, value]) => value!.trim());
}

/** Reads a file, again if a program seems to be in the middle of writing it. */
async function readText(path: string): Promise<string> {
  for (let waited = 0;; waited += 20) {
    const info = attempt(() => Deno.statSync(path));
    if (!info?.isFile || info.size > MAX_SIZE) return "";
    const text = attempt(() => Deno.readTextFileSync(path)) ?? "";
    const isNew = Math.abs(Date.now() - info.mtime!.getTime()) < 1_000;
    if (!isNew || text.endsWith("\n") || waited > 5_000) return text;
    await sleep(20);
  }
}

function unique(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values)].filter((value) => value !== undefined);
}
