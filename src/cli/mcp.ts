import { UpdstsError } from "../errors.ts";
import type { ToolDescription } from "../operations/mcp_server.ts";
import { sanitize, sanitizeJson } from "../util/sanitize.ts";
import { clientSetup, isMcpClient, MCP_CLIENTS } from "./client_setup.ts";
import type { CliSession, Flags } from "./context.ts";
import { unknownWord } from "./wrong_word.ts";

/** The flags of `mcp`. */
export interface McpFlags extends Flags {
  readonly mcpServer: boolean | undefined;
  readonly allowFormElicitation: boolean | undefined;
  readonly noPage: boolean | undefined;
}

/** `updsts mcp`: shows the tools, serves them, or sets up a client. */
export async function mcp(
  cli: CliSession,
  flags: McpFlags,
  words: readonly string[],
): Promise<void> {
  const { runtime, services, log } = cli;
  if (words.length > 0) return await config(cli, flags, words);
  if (flags.mcpServer) {
    return await runtime.mcp.serve({
      services,
      log,
      credentialFile: flags.credentialFile,
      allowFormElicitation: flags.allowFormElicitation ?? false,
      allowPage: !flags.noPage,
      signal: runtime.signal,
    });
  }
  const tools = await runtime.mcp.tools();
  runtime.stdout.write(
    flags.json
      ? `${sanitizeJson(tools, 2)}\n`
      : tools.map(formatTool).join("\n"),
  );
}

function formatTool(
  { name, title, description, inputSchema }: ToolDescription,
): string {
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
  { runtime }: CliSession,
  flags: McpFlags,
  words: readonly string[],
): Promise<void> {
  const [first = "", client = ""] = words;
  const refuse = (message: string) => {
    throw new UpdstsError(
      "usage",
      message,
      `"updsts mcp config CLIENT" sets up a client: ${MCP_CLIENTS.join(", ")}`,
    );
  };
  if (first !== "config") {
    return refuse(unknownWord("argument", first, ["config"]));
  }
  if (flags.mcpServer) {
    return refuse("--mcp-server and config do not go together");
  }
  if (client === "") return refuse("the client is missing");
  if (!isMcpClient(client)) {
    return refuse(unknownWord("client", client, MCP_CLIENTS));
  }
  const [program, ...rest] = await runtime.mcp.command(flags.credentialFile);
  const args = [
    ...rest,
    ...flags.allowFormElicitation ? ["--allow-form-elicitation"] : [],
    ...flags.noPage ? ["--no-page"] : [],
  ];
  const { text, todo } = clientSetup(client, program, args);
  if (flags.json) {
    runtime.stdout.write(`${sanitizeJson({ command: program, args })}\n`);
    return;
  }
  runtime.stderr.write(`updsts: ${sanitize(todo)}\n`);
  runtime.stdout.write(`${text}\n`);
}
