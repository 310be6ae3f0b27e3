import type { CommandLine } from "../cli/command_line_types.ts";
import { parseArgs } from "../cli/parse_args.ts";
import {
  findCredentialPath,
  type PathEnvironment,
} from "../platform/aws_paths.ts";
import type { PermissionLists } from "./baked_permissions.ts";
import {
  commandGrants,
  isNotRegular,
  type Need,
  NEEDS,
} from "./command_grants.ts";

/**
 * The permissions that a run needs.
 *
 * @param texts The texts of the credentials file and the config, by their paths.
 */
export async function runGrants(
  args: readonly string[],
  environment: PathEnvironment,
  texts: ReadonlyMap<string, string>,
): Promise<PermissionLists> {
  const line = parseArgs(args);
  const needs = needsOf(line);
  const file = needs && credentialFile(line, environment);
  const grants = commandGrants(needs ?? [], file ? [file] : [], environment);
  if (!file || isNotRegular(file) || !needs.includes("CA bundles")) {
    return grants;
  }
  const { stsGrants } = await import("./sts_grants.ts");
  const { read, net } = stsGrants(line, file, environment, texts);
  return {
    ...grants,
    read: [...grants.read, ...read],
    net: [...grants.net, ...net],
  };
}

/** A page takes the place of the terminal. */
function needsOf(
  { command, values, fault }: CommandLine,
): readonly Need[] | undefined {
  const needs = NEEDS.get(command);
  if (command !== "get") return needs;
  const other = values.page && !fault ? "terminal" : "page";
  return needs!.filter((need) => need !== other);
}

/** The credentials file of the command line, else that of the environment. */
function credentialFile(
  { command, values, fault }: CommandLine,
  environment: PathEnvironment,
): string | undefined {
  const typed = command === "complete"
    ? parseArgs(typedWords(values.line ?? "")).values
    : fault
    ? {}
    : values;
  return findCredentialPath(environment, typed.credentialFile);
}

/** The words of the line that is completed, but for the one at the cursor. */
function typedWords(line: string): string[] {
  return line.trimStart().split(/\s+/).slice(1, -1);
}
