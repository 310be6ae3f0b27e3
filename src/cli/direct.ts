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
 * Runs the commands whose output a shell evaluates without the parser, which
 * is a dependency: a compromised one could add commands to that output.
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
  const flags = command === "export" ? exportFlags(rest) : undefined;
  return flags && (async (begin) => {
    const { exportKeys } = await import("./export.ts");
    await exportKeys(begin(flags), flags);
  });
}

/** The options of `export` that take a value, and those that take none. */
const WITH_VALUE = ["--profile", "--format", "--credential-file", "--verbose"];
const WITHOUT_VALUE = ["--json", "--to-terminal"];

function exportFlags(args: readonly string[]): ExportFlags | undefined {
  const values = new Map<string, string>();
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [, name = arg, equal] = /^(--[a-z-]+)=(.*)$/.exec(arg) ?? [];
    if (values.has(name)) return undefined;
    if (WITHOUT_VALUE.includes(name) && equal === undefined) {
      values.set(name, "");
      continue;
    }
    const value = equal ?? rest.shift();
    if (!WITH_VALUE.includes(name) || value === undefined) return undefined;
    if (equal === undefined && value.startsWith("-")) return undefined;
    values.set(name, value);
  }
  const profile = values.get("--profile");
  const format = values.get("--format");
  if (profile === undefined) return undefined;
  if (format !== undefined && !isKeyFormat(format)) return undefined;
  return {
    profile,
    format,
    credentialFile: values.get("--credential-file"),
    verbose: values.get("--verbose") ?? "0",
    json: values.has("--json") || undefined,
    toTerminal: values.has("--to-terminal") || undefined,
  };
}
