import { normalizeArgs } from "./normalize_args.ts";
import { completionScripts } from "./completion_scripts.ts";
import type { Output } from "./context.ts";
import type { ExportFlags } from "./export.ts";
import { isKeyFormat } from "./key_formats.ts";
import type { CliSession, Flags } from "./context.ts";

/** Runs a command with the session that its flags begin. */
export type DirectCommand = (
  begin: (flags: Flags) => CliSession,
) => Promise<void>;

/**
 * Runs some commands without the parser, which is a dependency: a compromised
 * one could add commands to output that a shell evaluates. The MCP server is
 * run so too, since it then starts sooner.
 *
 * @param args The command line.
 * @param stdout What the result is written to.
 * @returns Nothing where only the parser knows what to do or say: help, other
 * commands, and arguments that are refused.
 */
export function directCommand(
  args: readonly string[],
  stdout: Output,
): DirectCommand | undefined {
  const [command, ...rest] = normalizeArgs(args);
  if (command === "completions" && rest.length === 1) {
    const script = completionScripts.get(rest[0]!);
    return script === undefined
      ? undefined
      : () => Promise.resolve(stdout.write(script));
  }
  if (command === "man" && rest.length === 0) {
    return async () => {
      const { MAN_PAGE } = await import("./man_page.ts");
      stdout.write(MAN_PAGE);
    };
  }
  if (command === "mcp") return serveMcp(rest);
  const flags = command === "export" ? exportFlags(rest) : undefined;
  return flags && (async (begin) => {
    const { exportKeys } = await import("./export.ts");
    await exportKeys(begin(flags), flags);
  });
}

function serveMcp(args: readonly string[]): DirectCommand | undefined {
  const options = readOptions(
    args,
    COMMON_WITH_VALUE,
    ["--mcp-server", "--allow-form-elicitation", "--no-page"],
  );
  if (!options?.has("--mcp-server")) return undefined;
  const flags = {
    mcpServer: true,
    allowFormElicitation: options.has("--allow-form-elicitation") || undefined,
    noPage: options.has("--no-page") || undefined,
    credentialFile: options.get("--credential-file"),
    verbose: options.get("--verbose") ?? "0",
    json: undefined,
  };
  return async (begin) => {
    const { mcp } = await import("./mcp.ts");
    await mcp(begin(flags), flags, []);
  };
}

function exportFlags(args: readonly string[]): ExportFlags | undefined {
  const options = readOptions(
    args,
    [...COMMON_WITH_VALUE, "--profile", "--format"],
    ["--json", "--to-terminal"],
  );
  const profile = options?.get("--profile");
  const format = options?.get("--format");
  if (!options || profile === undefined) return undefined;
  if (format !== undefined && !isKeyFormat(format)) return undefined;
  return {
    profile,
    format,
    credentialFile: options.get("--credential-file"),
    verbose: options.get("--verbose") ?? "0",
    json: options.has("--json") || undefined,
    toTerminal: options.has("--to-terminal") || undefined,
  };
}

/** The options of every command that take a value. */
const COMMON_WITH_VALUE = ["--credential-file", "--verbose"];

/** @returns Nothing where there is anything but these options, each once. */
function readOptions(
  args: readonly string[],
  withValue: readonly string[],
  withoutValue: readonly string[],
): Map<string, string> | undefined {
  const values = new Map<string, string>();
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [, name = arg, equal] = /^(--[a-z-]+)=(.*)$/.exec(arg) ?? [];
    if (values.has(name)) return undefined;
    if (withoutValue.includes(name) && equal === undefined) {
      values.set(name, "");
      continue;
    }
    const value = equal ?? rest.shift();
    if (!withValue.includes(name) || value === undefined) return undefined;
    if (equal === undefined && value.startsWith("-")) return undefined;
    values.set(name, value);
  }
  return values;
}
