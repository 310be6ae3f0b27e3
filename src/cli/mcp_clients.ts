import { sanitizeJson } from "../util/sanitize.ts";
import { quoteCommand } from "../platform/quote_words.ts";

/** The MCP clients that updsts can set up. */
export const MCP_CLIENTS = [
  "claude-code",
  "claude-desktop",
  "codex",
  "cursor",
  "gemini",
  "vscode",
] as const;

type McpClient = typeof MCP_CLIENTS[number];

/** Whether a name is that of a client in `MCP_CLIENTS`. */
export function isMcpClient(name: string): name is McpClient {
  return (MCP_CLIENTS as readonly string[]).includes(name);
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
 * @param command The program.
 * @param args Its arguments.
 * @param os The system, for the quoting of a command.
 */
export function clientSetup(
  client: McpClient,
  command: string,
  args: readonly string[],
  os: string = Deno.build.os,
): ClientSetup {
  const server = { command, args };
  const run = (...words: string[]): ClientSetup => ({
    text: quoteCommand(words, os),
    todo: "run this in a terminal:",
  });
  const paste = (where: string): ClientSetup => ({
    text: sanitizeJson({ mcpServers: { updsts: server } }, 2),
    todo: `add this to ${where}:`,
  });
  switch (client) {
    case "claude-code":
      return run(
        ..."claude mcp add --scope user updsts --".split(" "),
        command,
        ...args,
      );
    case "codex":
      return run(..."codex mcp add updsts --".split(" "), command, ...args);
    case "gemini":
      return run(
        ..."gemini mcp add -s user updsts".split(" "),
        command,
        ...args,
      );
    case "vscode": {
      const json = sanitizeJson({ name: "updsts", ...server });
      // PowerShell passes no plain quotes to code.cmd.
      const escaped = json.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
      return run("code", "--add-mcp", os === "windows" ? escaped : json);
    }
    case "claude-desktop":
      return paste(
        "claude_desktop_config.json (Settings, Developer, Edit Config)",
      );
    case "cursor":
      return paste("~/.cursor/mcp.json");
  }
}
