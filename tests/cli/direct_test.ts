import assert from "node:assert/strict";
import { directCommand } from "../../src/cli/direct.ts";
import type { Flags } from "../../src/cli/context.ts";

const stdout = { write() {}, isTerminal: false };

/** The flags that the command begins its session with. */
async function begunWith(...args: string[]): Promise<Flags | undefined> {
  const command = directCommand(args, stdout);
  let begun: Flags | undefined;
  await command?.((flags) => {
    begun = flags;
    throw new Error("begun");
  }).catch(({ message }) => assert.equal(message, "begun"));
  return begun;
}

Deno.test("the MCP server is started without the parser", async () => {
  const flags = {
    mcpServer: true,
    allowFormElicitation: undefined,
    noPage: undefined,
    credentialFile: undefined,
    verbose: "0",
    json: undefined,
  };
  assert.deepEqual(await begunWith("mcp", "--mcp-server"), flags);
  assert.deepEqual(
    await begunWith(
      ...["mcp", "--mcp_server", "-c", "a file", "-v=2"],
      ...["--allow-form-elicitation", "--no-page"],
    ),
    {
      ...flags,
      allowFormElicitation: true,
      noPage: true,
      credentialFile: "a file",
      verbose: "2",
    },
  );
});

for (
  const args of [
    ["mcp"],
    ["mcp", "config", "cursor"],
    ["mcp", "--mcp-server", "config"],
    ["mcp", "--mcp-server", "--json"],
    ["mcp", "--mcp-server", "--help"],
    ["mcp", "--mcp-server", "-c"],
    ["mcp", "--mcp-server", "-c", "--json"],
    ["mcp", "--mcp-server", "--profile", "p"],
    ["mcp", "--mcp-server", "--", "x"],
  ]
) {
  Deno.test(`the parser reads: ${args.join(" ")}`, async () => {
    assert.equal(await begunWith(...args), undefined);
  });
}
