import assert from "node:assert/strict";
import { withScene } from "./scene.ts";
import { ignoreWithout } from "../support/programs.ts";

/** Only what npm has already: a test downloads nothing. */
const [inspector] = await output("npx", [
  ...["--offline", "--yes", "--package=@modelcontextprotocol/inspector@2.12"],
  ...["--call", "command -v mcp-inspector"],
]).catch(() => []);

for (const era of ["legacy", "auto", "modern"]) {
  Deno.test(ignoreWithout("the MCP inspector of npx", {
    name: `the MCP inspector reports no problem in the ${era} era`,
    fn: () =>
      withScene(async (scene) => {
        const [program, ...args] = await scene.command();
        const [list, complaints] = await inspect(program, args, era, [
          ...["--method", "tools/list", "--strict"],
        ]);
        assert.equal(list.tools.length, 3);
        assert.doesNotMatch(complaints, /\d+ errors, \d+ warnings/);
        // The clients of the SDKs call tools in each era.
        if (era !== "auto") return;
        const [call] = await inspect(program, args, era, [
          ...["--method", "tools/call", "--tool-name"],
          ...["updsts_get_credential_info", "--tool-args-json"],
          '{"profile_name":"default"}',
        ]);
        assert.equal(call.structuredContent.result.profile_name, "default");
      }),
  }, Boolean(inspector)));
}

async function inspect(
  program: string,
  args: string[],
  era: string,
  method: string[],
) {
  const [result, complaints] = await output(inspector!.trim(), [
    ...["--cli", program, ...args, "--protocol-era", era, ...method],
  ]);
  return [JSON.parse(result), complaints];
}

async function output(
  program: string,
  args: string[],
): Promise<[stdout: string, stderr: string]> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args,
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  assert.equal(code, 0, decoder.decode(stderr));
  return [decoder.decode(stdout), decoder.decode(stderr)];
}
