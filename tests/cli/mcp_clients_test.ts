import assert from "node:assert/strict";
import { MCP_CLIENTS } from "../../src/cli/mcp_clients.ts";

const COMMAND = "/opt/my tools/updsts";
const ARGS = ["mcp", "--mcp-server"];
const PROGRAM = { command: COMMAND, args: ARGS };
const ENV = { AWS_REGION: "eu-west-1", no_proxy: "a b" };

/** The setup of each client. */
function setups(env: Record<string, string>) {
  return Object.fromEntries(
    [...MCP_CLIENTS].map(([client, makeSetup]) => [
      client,
      makeSetup({ ...PROGRAM, env }, "linux").text,
    ]),
  );
}

/** The JSON of several clients. */
function pasted(server: unknown, key = "mcpServers") {
  return JSON.stringify({ [key]: { updsts: server } }, null, 2);
}

Deno.test("each client's setup names the server with its arguments", () => {
  const quoted = "'/opt/my tools/updsts' mcp --mcp-server";
  const json = JSON.stringify({ name: "updsts", ...PROGRAM });
  assert.deepEqual(setups({}), {
    "claude-code": `claude mcp add --scope user updsts -- ${quoted}`,
    "claude-desktop": pasted(PROGRAM),
    cline: pasted(PROGRAM),
    codex: `codex mcp add updsts -- ${quoted}`,
    copilot: `copilot mcp add updsts -- ${quoted}`,
    cursor: pasted(PROGRAM),
    gemini: `gemini mcp add -s user updsts ${quoted}`,
    kiro: pasted(PROGRAM),
    opencode: `opencode mcp add updsts -- ${quoted}`,
    vscode: `code --add-mcp '${json}'`,
    zed: pasted(PROGRAM, "context_servers"),
  });
});

Deno.test("each client's setup has the variables in the client's own form", () => {
  const quoted = "'/opt/my tools/updsts' mcp --mcp-server";
  const variables = "--env AWS_REGION=eu-west-1 --env 'no_proxy=a b'";
  const server = { ...PROGRAM, env: ENV };
  assert.deepEqual(setups(ENV), {
    "claude-code":
      `claude mcp add --scope user updsts ${variables} -- ${quoted}`,
    "claude-desktop": pasted(server),
    cline: pasted(server),
    codex: `codex mcp add updsts ${variables} -- ${quoted}`,
    copilot: `copilot mcp add updsts ${variables} -- ${quoted}`,
    cursor: pasted(server),
    gemini: `gemini mcp add -s user ${
      variables.replaceAll("--env", "-e")
    } updsts ${quoted}`,
    kiro: pasted(server),
    opencode: `opencode mcp add updsts ${variables} -- ${quoted}`,
    vscode: `code --add-mcp '${JSON.stringify({ name: "updsts", ...server })}'`,
    zed: pasted(server, "context_servers"),
  });
});

Deno.test("the instruction for each client fits a line of 80 columns", () => {
  for (const makeSetup of MCP_CLIENTS.values()) {
    const { todo } = makeSetup({ ...PROGRAM, env: {} }, "linux");
    assert.ok(`updsts: ${todo}`.length <= 80, todo);
  }
});

Deno.test("on Windows the commands are for PowerShell", () => {
  const command = "C:\\my tools\\updsts.exe";
  const server = { command, args: ["mcp"], env: {} };
  const text = (client: string) =>
    MCP_CLIENTS.get(client)!(server, "windows").text;
  assert.equal(
    text("codex"),
    "codex mcp add updsts -- 'C:\\my tools\\updsts.exe' mcp",
  );
  // A program takes \" for a quote, and each second backslash before one.
  const [, json] = /^code --add-mcp '(.*)'$/.exec(text("vscode"))!;
  assert.deepEqual(JSON.parse(json!.replaceAll(/\\(["\\])/g, "$1")), {
    name: "updsts",
    command,
    args: ["mcp"],
  });
});
