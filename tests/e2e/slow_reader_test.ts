/** A pipe that another program, such as Node, has made non-blocking. */
import assert from "node:assert/strict";
import process from "node:process";
import { canRun, ignoreWithout } from "../support/programs.ts";
import { makeHome, updstsCommand, updstsEnv } from "../support/updsts.ts";

/** Reads when the pipe is full, or when its writer has ended. */
const READER = `
import fcntl, os, struct, subprocess, sys, termios, time
reader, writer = os.pipe()
os.set_blocking(writer, False)
size = fcntl.fcntl(writer, 1031, 4096)  # F_SETPIPE_SZ
child = subprocess.Popen(sys.argv[1:], stdout=writer)
os.close(writer)
def waiting():
    return struct.unpack("i", fcntl.ioctl(reader, termios.FIONREAD, b"0000"))[0]
while child.poll() is None and waiting() <= size - 512:  # A whole piece has no room.
    time.sleep(0.01)
while True:
    data = os.read(reader, 65536)
    if not data:
        break
    os.write(1, data)
sys.exit(child.wait())
`;

const isPossible = Deno.build.os === "linux" && canRun("python3", "--version");

const NAMES = Array.from({ length: 500 }, (_, at) => `profile${at}`);
const FILE = NAMES.map((name) => `[${name}]\nregion = eu-west-1\n`).join("");

/** Starts updsts with the slow reader. */
function spawn(args: string[], home: string): Deno.ChildProcess {
  return new Deno.Command("python3", {
    args: ["-c", READER, ...updstsCommand(args, { home })],
    clearEnv: true,
    env: { ...updstsEnv({ home }), PATH: process.env.PATH ?? "" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test(ignoreWithout("Linux and python3", {
  name: "a slow reader of a non-blocking pipe gets the complete result",
  async fn() {
    await using home = await makeHome(FILE);
    const child = spawn(["list", "--json"], home.path);
    await child.stdin.close();
    const { code, stdout, stderr } = await child.output();
    const decoder = new TextDecoder();
    assert.equal(code, 0, decoder.decode(stderr));
    const profiles = JSON.parse(decoder.decode(stdout));
    assert.equal(profiles.at(-1).profile_name, NAMES.at(-1));
  },
}, isPossible));

const CALL = {
  jsonrpc: "2.0",
  id: 1,
  method: "tools/call",
  params: {
    _meta: {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
      "io.modelcontextprotocol/clientCapabilities": {},
    },
    name: "updsts_get_credential_info_list",
    arguments: {},
  },
};

Deno.test(ignoreWithout("Linux and python3", {
  name: "a slow MCP client with a non-blocking pipe gets the complete response",
  async fn() {
    await using home = await makeHome(FILE);
    const child = spawn(["mcp", "--mcp-server"], home.path);
    const stderr = new Response(child.stderr).text();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(`${JSON.stringify(CALL)}\n`));
    let text = "";
    for await (
      const part of child.stdout.pipeThrough(new TextDecoderStream())
    ) {
      text += part;
      if (text.endsWith("\n")) await writer.close();
    }
    const { code } = await child.status;
    assert.equal(code, 0, await stderr);
    const { result } = JSON.parse(text).result.structuredContent;
    assert.equal(result.at(-1).profile_name, NAMES.at(-1));
  },
}, isPossible));
