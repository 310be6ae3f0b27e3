import { sanitizeJson } from "../util/sanitize.ts";
import { quoteCommand } from "../platform/quote_words.ts";

/** The MCP clients that updsts can set up. */
export const MCP_CLIENTS = [
  "claude-code",
  "claude-desktop",
  "cline",
  "codex",
  "copilot",
  "cursor",
  "gemini",
  "kiro",
  "opencode",
  "vscode",
  "zed",
] as const;

type McpClient = typeof MCP_CLIENTS[number];

/** Whether a name is that of a client in `MCP_CLIENTS`. */
export function isMcpClient(name: string): name is McpClient {
  return (MCP_CLIENTS as readonly string[]).includes(name);
}

/** How a client starts the MCP server. */
export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** The variables that the client has to set, since it may pass no others. */
  readonly env: Readonly<Record<string, string>>;
}

/** The setup of a client. */
interface ClientSetup {
  /** A command to run, or a configuration to paste. */
  readonly text: string;
  /** An instruction for the text. */
  readonly todo: string;
}

/**
 * The setup with which a client starts the MCP server.
 *
 * @param client The client.
 * @param server The command that starts the server.
 * @param os The system, for the quoting of a command.
 */
export function clientSetup(
  client: McpClient,
  { command, args, env }: ServerCommand,
  os: string = Deno.build.os,
): ClientSetup {
  const isEmpty = Object.keys(env).length === 0;
  const server = { command, args, ...isEmpty ? {} : { env } };
  const run = (words: readonly string[]): ClientSetup => ({
    text: quoteCommand(words, os),
    todo: "run this in a terminal:",
  });
  const variables = (option: string) =>
    Object.entries(env).flatMap((
      [name, value],
    ) => [option, `${name}=${value}`]);
  // The option for variables takes every word up to the next option or "--".
  const add = (start: string): ClientSetup =>
    run([...start.split(" "), ...variables("--env"), "--", command, ...args]);
  const paste = (where: string, key = "mcpServers"): ClientSetup => ({
    text: sanitizeJson({ [key]: { updsts: server } }, 2),
    todo: `add this to ${where}:`,
  });
  switch (client) {
    case "claude-code":
      return add("claude mcp add --scope user updsts");
    case "codex":
      return add("codex mcp add updsts");
    case "copilot":
      return add("copilot mcp add updsts");
    case "opencode":
      return add("opencode mcp add updsts");
    case "gemini":
      // It does not accept "--" before the program.
      return run([
        ..."gemini mcp add -s user".split(" "),
        ...variables("-e"),
        ...["updsts", command, ...args],
      ]);
    case "vscode": {
      const json = sanitizeJson({ name: "updsts", ...server });
      // PowerShell passes no plain quotes to code.cmd.
      const escaped = json.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
      return run(["code", "--add-mcp", os === "windows" ? escaped : json]);
    }
    case "claude-desktop":
      return paste(
        "claude_desktop_config.json (Settings, Developer)",
      );
    case "cline":
      return paste(
        "cline_mcp_settings.json (CLI: in ~/.cline/data/settings)",
      );
    case "cursor":
      return paste("~/.cursor/mcp.json");
    case "kiro":
      return paste("~/.kiro/settings/mcp.json");
    case "zed":
      return paste(
        "settings.json (action: zed: open settings file)",
        "context_servers",
      );
  }
}
