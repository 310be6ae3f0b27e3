/**
 * How long the MCP server takes from spawn to an answered `tools/list`, as a
 * ratio to a hello-world of the same runtime, measured in turns.
 *
 * `deno run -A scripts/bench_mcp.ts [RUNS] [SERVER [HELLO]]`, where SERVER and
 * HELLO are executables; without them both are run by `deno run`.
 */
import { join } from "node:path";
import { serverCommand } from "../src/installation.ts";

const [runs = "15", server, hello] = Deno.args;
const folder = await Deno.makeTempDir();
const file = join(folder, "credentials");
const helloModule = join(folder, "hello.ts");
await Deno.writeTextFile(file, "", { mode: 0o600 });
await Deno.writeTextFile(helloModule, 'console.log("hello");\n');

const commands: Record<string, readonly string[]> = {
  "hello-world": hello
    ? [hello]
    : [Deno.execPath(), "run", "--no-prompt", helloModule],
  "tools/list": server
    ? [server, "mcp", "--mcp-server", "-c", file]
    : await serverCommand(file, () => file),
};

const ask = (id: number, method: string, params: object) =>
  `${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`;
const INPUT = ask(1, "initialize", {
  protocolVersion: "2025-11-25",
  capabilities: {},
  clientInfo: { name: "bench", version: "1" },
}) + '{"jsonrpc":"2.0","method":"notifications/initialized"}\n' +
  ask(2, "tools/list", {});

/** Milliseconds from the spawn to the last line that is waited for. */
async function measure(what: string): Promise<number> {
  const [program, ...args] = commands[what]!;
  const start = performance.now();
  const child = new Deno.Command(program!, {
    args,
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const input = child.stdin.getWriter();
  const isServer = what === "tools/list";
  if (isServer) await input.write(new TextEncoder().encode(INPUT));
  const lines = isServer ? 2 : 1;
  let text = "";
  let time = 0;
  for await (
    const part of child.stdout.pipeThrough(new TextDecoderStream())
  ) {
    text += part;
    if (time === 0 && text.split("\n").length > lines) {
      time = performance.now() - start;
      await input.close();
    }
  }
  await child.status;
  if (time === 0) throw new Error(`${what} did not answer`);
  return time;
}

const times: Record<string, number[]> = {};
for (let run = 0; run <= Number(runs); run++) {
  for (const what of Object.keys(commands)) {
    const time = await measure(what);
    if (run > 0) (times[what] ??= []).push(time); // The first fills caches.
  }
}
await Deno.remove(folder, { recursive: true });

const median = (numbers: number[]) =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
const base = median(times["hello-world"]!);
for (const [what, each] of Object.entries(times)) {
  const time = median(each);
  // deno-lint-ignore no-console -- it is what the script is for
  console.log(
    `${what}: ${time.toFixed(0)} ms, ${(time / base).toFixed(2)} x hello-world`,
  );
}
