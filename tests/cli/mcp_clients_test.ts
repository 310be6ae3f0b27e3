import assert from "node:assert/strict";
import {
  clientSetup,
  isMcpClient,
  MCP_CLIENTS,
} from "../../src/cli/mcp_clients.ts";

const COMMAND = "/opt/my tools/updsts";
const ARGS = ["mcp", "--mcp-server"];
const SERVER = { command: COMMAND, args: ARGS };

Deno.test("each client's setup names the server with its arguments", () => {
  const texts = Object.fromEntries(
    MCP_CLIENTS.map((client) => [
      client,
      clientSetup(client, COMMAND, ARGS, "linux").text,
    ]),
  );
  const quoted = "'/opt/my tools/updsts' mcp --mcp-server";
  const pasted = JSON.stringify({ mcpServers: { updsts: SERVER } }, null, 2);
  assert.deepEqual(texts, {
    "claude-code": `claude mcp add --scope user updsts -- ${quoted}`,
    "claude-desktop": pasted,
    codex: `codex mcp add updsts -- ${quoted}`,
    cursor: pasted,
    gemini: `gemini mcp add -s user updsts ${quoted}`,
    vscode: `code --add-mcp '${JSON.stringify({ name: "updsts", ...SERVER })}'`,
  });
});

Deno.test("on Windows the commands are for PowerShell", () => {
  const text = (client: "codex" | "vscode") =>
    clientSetup(client, "C:\\my tools\\updsts.exe", ["mcp"], "windows").text;
  assert.equal(
    text("codex"),
    "codex mcp add updsts -- 'C:\\my tools\\updsts.exe' mcp",
  );
  // A program takes \" for a quote, and each second backslash before one.
  const [, json] = /^code --add-mcp '(.*)'$/.exec(text("vscode"))!;
  assert.deepEqual(JSON.parse(json!.replaceAll(/\\(["\\])/g, "$1")), {
    name: "updsts",
    command: "C:\\my tools\\updsts.exe",
    args: ["mcp"],
  });
});

Deno.test("other names are no clients", () => {
  for (const name of ["", "claude", "constructor", "Codex"]) {
    assert.equal(isMcpClient(name), false);
  }
});
