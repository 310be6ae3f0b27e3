/**
 * Searches the command line and the files for all that a run may need, without
 * parsing them: whatever option or profile it belongs to. The search must find all
 * that `run_grants.ts` finds.
 */
import { dirname } from "node:path";
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
import { commandGrants, NEEDS, withTarget } from "./command_grants.ts";

/** In bytes; the run refuses a larger file. */
const MAX_SIZE = 8 * 1024 * 1024;

/**
 * The permissions that a run may need.
 *
 * @param beforeReading Called before the files are read; `read` and `net` are not
 * complete yet.
 * @returns The permissions, and the texts of the files for STS by their paths.
 */
export async function possibleGrants(
  args: readonly string[],
  environment: PathEnvironment,
  beforeReading?: (grants: PermissionLists) => void,
): Promise<{ grants: PermissionLists; texts: ReadonlyMap<string, string> }> {
  const needs = NEEDS.get(args[0] ?? "");
  const files = needs ? credentialFiles(args, environment) : [];
  const grants = commandGrants(needs ?? [], files, environment);
  beforeReading?.(grants);
  const texts = new Map<string, string>();
  if (needs?.includes("CA bundles")) {
    const config = findConfigPath(environment);
    for (const path of unique([...files, config])) {
      texts.set(path, await readText(path, path === config));
    }
    const regions = ["AWS_REGION", "AWS_DEFAULT_REGION"]
      .map((name) => `region=${environment.env(name)}`);
    const text = [...texts.values(), ...args, ...regions].join("\n");
    grants.read.push(...bundlesIn(text, environment));
    if (needs.includes("sts")) {
      const custom = customHosts(texts.get(config ?? ""), environment);
      grants.net.push(...stsHostsIn(text), ...custom);
    }
  }
  return { grants, texts };
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
  const paths = [undefined, ...values]
    .map((given) => findCredentialPath(environment, given));
  return unique(paths);
}

/** The CA bundles that a text or the environment names. */
function bundlesIn(text: string, environment: PathEnvironment): string[] {
  return unique([
    environment.env("AWS_CA_BUNDLE"),
    ...valuesIn(text, /ca_bundle\s*[=:]([^\r\n]+)/gi),
  ]).map((path) => expandHome(environment, path) ?? path)
    .filter((path) => attempt(() => Deno.statSync(path).isFile))
    .flatMap((path) => withTarget(path));
}

/** The hosts of proxies and endpoints; none of the credentials file is used. */
function customHosts(config = "", { env }: PathEnvironment): string[] {
  const variables = ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS"];
  return unique([
    ...[...variables, ...PROXY_VARIABLES].map(env),
    ...valuesIn(config, /endpoint_url\s*[=:]([^\r\n]+)/gi),
  ].map(hostOfText));
}

function hostOfText(text = ""): string | undefined {
  // A proxy may have no scheme.
  const url = text.includes("://") ? text : `http://${text}`;
  return URL.canParse(url) ? hostOf(new URL(url)) : undefined;
}

function valuesIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, value]) => value!.trim());
}

/**
 * Reads a file, again if a program seems to be in the middle of writing it.
 *
 * @param canBeMissing Otherwise a program may be replacing a missing file.
 */
async function readText(path: string, canBeMissing: boolean): Promise<string> {
  for (let waited = 0;; waited += 20) {
    const bytes = readFile(path);
    const text = new TextDecoder().decode(bytes);
    const changed = bytes ? path : dirname(path);
    const time = attempt(() => Deno.statSync(changed).mtime!.getTime()) ?? 0;
    const isNew = Math.abs(Date.now() - time) < 1_000;
    const isComplete = bytes ? text.endsWith("\n") : canBeMissing;
    if (!isNew || isComplete || waited > 5_000) return text;
    await sleep(20);
  }
}

/** Reads a regular file that is not too large. */
export function readFile(path: string): Uint8Array | undefined {
  return attempt(() => {
    const { isFile, size } = Deno.statSync(path);
    return isFile && size <= MAX_SIZE ? Deno.readFileSync(path) : undefined;
  });
}

function unique(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values)].filter((value) => value !== undefined);
}
