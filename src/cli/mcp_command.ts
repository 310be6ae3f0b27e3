import { buildCommand, type Command } from "@stricli/core";
import { type CliContext, commonAliases, commonFlags } from "./common_flags.ts";
import { MCP_CLIENTS } from "./client_setup.ts";
import type { McpFlags } from "./mcp.ts";

/** `updsts mcp` as typed and explained; what it does is loaded when it is run. */
export const mcpCommand: Command<CliContext> = buildCommand<
  McpFlags,
  [config: string | undefined, client: string | undefined],
  CliContext
>({
  docs: {
    brief: "Show the MCP tools, serve them, or show how to set up a client",
    fullDescription: [
      "Without an option it shows the tools that AI agents get from the MCP server.",
      "With --mcp-server it serves them on standard input and output.",
      "With config CLIENT it shows what to run or to paste to set up an MCP client:",
      "claude-code, claude-desktop, codex, cursor, gemini or vscode.",
    ].join("\n"),
    customUsage: [
      "[--json]",
      "--mcp-server [-c FILE] [-v LEVEL] [--allow-form-elicitation] [--no-page]",
      "config CLIENT [-c FILE] [--allow-form-elicitation] [--no-page] [--json]",
    ],
  },
  parameters: {
    flags: {
      mcpServer: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief: "Serve MCP on standard input and output",
      },
      allowFormElicitation: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief:
          "Let a form of the client ask for the MFA code; the client then sees it",
      },
      noPage: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief: "Serve no page that asks for the MFA code",
      },
      ...commonFlags,
    },
    positional: {
      kind: "tuple",
      parameters: [{
        brief: "The word config",
        placeholder: "config",
        parse: String,
        optional: true,
        proposeCompletions: () => ["config"],
      }, {
        brief: "The MCP client",
        placeholder: "CLIENT",
        parse: String,
        optional: true,
        proposeCompletions: () => MCP_CLIENTS,
      }],
    },
    aliases: commonAliases,
  },
  loader: async () => {
    const { mcp } = await import("./mcp.ts");
    return function (flags, ...words) {
      const given = words.filter((word) => word !== undefined);
      return mcp(this.begin(flags), flags, given);
    };
  },
});
