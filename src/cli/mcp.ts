import { UpdstsError } from "../errors.ts";
import { printable, printableJson } from "../printable.ts";
import { clientSetup, isMcpClient, MCP_CLIENTS } from "./client_setup.ts";
import type { McpTool } from "./context.ts";
import type { CliSession, Flags } from "./run.ts";

/** The flags of `mcp`. */
export interface McpFlags extends Flags {
  readonly mcpServer: boolean | undefined;
  readonly allowFormElicitation: boolean | undefined;
}

/** `updsts mcp`: shows the tools, serves them, or sets up a client. */
export async function mcp(
  cli: CliSession,
  flags: McpFlags,
  words: readonly string[],
): Promise<void> {
  const { world, services, log } = cli;
  if (words.length > 0) return await config(cli, flags, words);
  if (flags.mcpServer) {
    return await world.mcp.serve({
      services,
      log,
      credentialFile: flags.credentialFile,
      mayUseForm: flags.allowFormElicitation ?? false,
      signal: world.signal,
    });
  }
  const tools = await world.mcp.tools();
  world.stdout.write(
    flags.json ? `${printableJson(tools, 2)}\n` : tools.map(inWords).join("\n"),
  );
}

function inWords({ name, title, description, inputSchema }: McpTool): string {
  const { properties, required } = inputSchema as {
    properties: Record<string, { type: string; description: string }>;
    required?: string[];
  };
  const lines = [
    `${name}: ${title}`,
    ...description.split("\n").map((line) => `  ${line}`),
    ...Object.entries(properties).map(([name, { type, description }]) =>
      `  - ${name} (${type}${
        required?.includes(name) ? ", required" : ""
      }): ${description}`
    ),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** `updsts mcp config CLIENT` */
async function config(
  { world }: CliSession,
  flags: McpFlags,
  words: readonly string[],
): Promise<void> {
  const [first, client = ""] = words;
  if (first !== "config" || !isMcpClient(client) || flags.mcpServer) {
    throw new UpdstsError(
      "usage",
      "mcp does not take these arguments",
      `"updsts mcp config CLIENT" sets up a client: ${MCP_CLIENTS.join(", ")}`,
    );
  }
  const [program, ...rest] = await world.mcp.command(flags.credentialFile);
  const args = flags.allowFormElicitation
    ? [...rest, "--allow-form-elicitation"]
    : rest;
  const { text, todo } = clientSetup(client, program, args);
  if (flags.json) {
    world.stdout.write(`${printableJson({ command: program, args })}\n`);
    return;
  }
  world.stderr.write(`updsts: ${printable(todo)}\n`);
  world.stdout.write(`${text}\n`);
}
