/**
 * Measures the executable beside a compiled hello-world and, where it is
 * installed, the AWS CLI: in turns, the medians, as ratios. The executables
 * are made anew.
 */
import { join } from "node:path";
import { startSimulatedSts } from "../tests/support/simulated_sts.ts";
import { canRun } from "../tests/support/terminal.ts";
import { virtualMfaDevice } from "../tests/support/totp.ts";
import { makeHome } from "../tests/support/updsts.ts";
import { bundle } from "./bundle.ts";
import { compile } from "./compile.ts";

const ROUNDS = 21;
const MCP_INPUT = [
  {
    id: 1,
    method: "initialize",
    params: {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "bench", version: "1" },
    },
  },
  { method: "notifications/initialized" },
  { id: 2, method: "tools/list", params: {} },
].map((message) => `${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`)
  .join("");

interface Subject {
  args(): string[];
  /** Names what it is divided by, and what the contract allows. */
  over?: [name: string, budget: number];
  program?: string;
  home?: string;
  env?: Record<string, string>;
  /** Lines on standard output after which the time is up; else at the end. */
  lines?: number;
  input?: string;
}

// A window for all the codes, and no wider: the server searches it.
await using sts = await startSimulatedSts({ codeWindow: 200 });
const user = sts.addUser();
const device = virtualMfaDevice(user.totpSecret);
const file = (count: number) =>
  Array.from(
    { length: count },
    (_, index) =>
      `[p${index}]\naws_access_key_id = ${user.accessKeyId}\n` +
      `aws_secret_access_key = ${user.secretAccessKey}\n` +
      `mfa_device_arn = ${user.mfaSerial}\n\n`,
  ).join("");
await using small = await makeHome(file(10));
await using large = await makeHome(file(10_000));

const hello = await make("hello");
const updsts = await make("updsts");
const get = () => ["get", "-n", "p0", "-t", device.nextCode()];
const endpoint = { AWS_ENDPOINT_URL_STS: sts.url };
const subjects: Record<string, Subject> = {
  "hello-world, compiled": { program: hello, args: () => [] },
  "list, 10 profiles": {
    args: () => ["list"],
    over: ["hello-world, compiled", 1.8],
  },
  "list, 10,000 profiles": {
    args: () => ["list"],
    home: large.path,
    over: ["list, 10 profiles", 3],
  },
  "get, 10,000 profiles": {
    args: get,
    home: large.path,
    env: endpoint,
    over: ["get, 10 profiles", 3],
  },
  "server to tools/list": {
    args: () => ["mcp", "--mcp-server"],
    input: MCP_INPUT,
    lines: 2,
    over: ["hello-world, compiled", 3],
  },
  "get, 10 profiles": { args: get, env: endpoint },
};
if (canRun("aws", "--version")) {
  subjects["aws sts get-session-token"] = {
    program: "aws",
    args: () => [
      ...["sts", "get-session-token", "--endpoint-url", sts.url],
      ...["--serial-number", user.mfaSerial],
      ...["--token-code", device.nextCode()],
    ],
    env: {
      PATH: Deno.env.get("PATH") ?? "",
      AWS_PROFILE: "p0",
      AWS_DEFAULT_REGION: "us-east-1",
    },
  };
  subjects["get, 10 profiles"]!.over = ["aws sts get-session-token", 0.25];
}

/** Makes an executable in the small home folder. */
async function make(name: "hello" | "updsts"): Promise<string> {
  const folder = join(small.path, name);
  const output = join(small.path, `${name}.exe`);
  if (name === "updsts") {
    await compile(folder, await bundle(folder), output);
  } else {
    await Deno.mkdir(folder);
    const text = 'console.log("hello, world");\n';
    await Deno.writeTextFile(join(folder, "launch.js"), text);
    await compile(folder, ["launch.js"], output);
  }
  return output;
}

/** Milliseconds from the start to the end, or to the last line waited for. */
async function measure(name: string): Promise<number> {
  const { program = updsts, args, home = small.path, env, lines, input } =
    subjects[name]!;
  const begin = performance.now();
  const child = new Deno.Command(program, {
    args: args(),
    env: { HOME: home, ...env },
    clearEnv: true,
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  if (input) await writer.write(new TextEncoder().encode(input));
  let text = "";
  let time: number | undefined;
  for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (time === undefined && text.split("\n").length > (lines ?? Infinity)) {
      time = performance.now() - begin;
      await writer.close();
    }
  }
  const { success } = await child.status;
  time ??= performance.now() - begin;
  await writer.close().catch(() => {});
  if (!success) throw new Error(`${name} failed`);
  return time;
}

const times = new Map<string, number[]>();
for (let round = 0; round <= ROUNDS; round++) {
  for (const name of Object.keys(subjects)) {
    const time = await measure(name);
    // The first round fills caches.
    if (round > 0) times.set(name, [...times.get(name) ?? [], time]);
  }
}

function median(name: string): number {
  return times.get(name)!.toSorted((a, b) => a - b)[ROUNDS >> 1]!;
}

const print = (text: string) =>
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
print(`medians of ${ROUNDS} rounds, executables`);
for (const [name, { over }] of Object.entries(subjects)) {
  const [base, budget] = over ?? [];
  const ratio = base === undefined
    ? ""
    : `${
      (median(name) / median(base)).toFixed(2)
    } × ${base} (at most ${budget})`;
  print(
    `${name.padEnd(27)}${median(name).toFixed(0).padStart(5)} ms  ${ratio}`,
  );
}
const more = (await Deno.stat(updsts)).size - (await Deno.stat(hello)).size;
print(
  `size: ${(more / 1e6).toFixed(2)} MB more than hello-world (at most 2)`,
);
