/**
 * Measures start-up and size, as ratios: all subjects in turns in one run,
 * since absolute times say more about the machine. Each ratio is printed with
 * the budget for it, and with the load of the machine, which widens ratios.
 *
 * The executables are compiled first. The AWS CLI is left out where it is not
 * installed.
 */
import { join } from "node:path";
import { startSimulatedSts } from "../tests/support/simulated_sts.ts";
import { canRun } from "../tests/support/programs.ts";
import { virtualMfaDevice } from "../tests/support/totp.ts";
import { makeHome } from "../tests/support/updsts.ts";
import { compare, format, medians, type Subject } from "./bench_rounds.ts";
import { bundle } from "./bundle.ts";
import { compile } from "./compile.ts";

const ROUNDS = 15;
const PEOPLE = 10;
/** Enough for every code that is used here; the server tries them all. */
const CODE_WINDOW = 6;

const ask = (id: number, method: string, params: object) =>
  `${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`;
const LIST_TOOLS = {
  input: ask(1, "initialize", {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "bench", version: "1" },
  }) + '{"jsonrpc":"2.0","method":"notifications/initialized"}\n' +
    ask(2, "tools/list", {}),
  lines: 2,
};

const print = (text: string) =>
  Deno.stdout.writeSync(new TextEncoder().encode(text));

await using sts = await startSimulatedSts({ codeWindow: CODE_WINDOW });
const people = Array.from({ length: PEOPLE }, () => {
  const user = sts.addUser();
  return { user, device: virtualMfaDevice(user.totpSecret) };
});
const session = [
  "# ${{{ key=p0 [auto update by updsts]",
  "[lasting]",
  "aws_access_key_id = ASIAIOSFODNN7EXAMPLE",
  `aws_secret_access_key = ${"s".repeat(40)}`,
  `aws_session_token = ${"t".repeat(400)}`,
  `expiration_datetime = ${new Date(Date.now() + 36e5).toISOString()}`,
  "# $}}} [auto update by updsts]",
  "",
].join("\n");
const file = (count: number) =>
  session + Array.from({ length: count }, (_, index) => {
    const { user } = people[index % PEOPLE]!;
    return `[p${index}]\naws_access_key_id = ${user.accessKeyId}\n` +
      `aws_secret_access_key = ${user.secretAccessKey}\n` +
      `mfa_device_arn = ${user.mfaSerial}\n\n`;
  }).join("");
await using small = await makeHome(file(10));
await using large = await makeHome(file(10_000));

let calls = 0;
/** A profile with a code that was not used before. */
function nextCode() {
  const index = calls++ % PEOPLE;
  const { user, device } = people[index]!;
  return { profile: `p${index}`, user, code: device.nextCode() };
}

const list = () => ["list"];
const ifNeeded = () => [
  ...["get", "-n", "p0", "-sn", "lasting", "--if-expires-within", "600"],
];
const get = () => {
  const { profile, code } = nextCode();
  return ["get", "-n", profile, "-t", code];
};

const hello = join(small.path, "hello.exe");
const updsts = join(small.path, "updsts.exe");
const directory = join(small.path, "bundle");
await Deno.mkdir(directory);
await Deno.writeTextFile(
  join(directory, "launch.js"),
  'console.log("hello, world");\n',
);
await compile(directory, ["launch.js"], hello);
await compile(directory, await bundle(directory), updsts);

const subjects = new Map<string, Subject>();
addExecutables();
if (canRun("aws", "--version")) addAwsCli();
else print("left out: the AWS CLI, which is not installed\n");

const load = () => Deno.loadavg()[0]!.toFixed(2);
const before = load();
const results = await medians(subjects, ROUNDS);
print(
  `medians of ${ROUNDS} rounds, Deno ${Deno.version.deno}; load of ${navigator.hardwareConcurrency} processors: ${before} before, ${load()} after\n`,
);
print(format(subjects, results));
const { size } = await Deno.stat(updsts);
const more = (size - (await Deno.stat(hello)).size) / 1e6;
const figure = `${more.toFixed(2)} MB more than hello-world`;
print(`the executable is ${figure}${compare(more, 2)}\n`);

function addExecutables(): void {
  const env = (home: { path: string }) => ({
    HOME: home.path,
    AWS_ENDPOINT_URL_STS: sts.url,
  });
  const add = (
    name: string,
    args: () => string[],
    ratios: Subject["ratios"] = [],
    home = small,
    rest = {},
  ) =>
    subjects.set(name, {
      command: () => [updsts, ...args()],
      env: env(home),
      ratios,
      ...rest,
    });
  subjects.set("hello-world", { command: () => [hello], env: {} });
  add("list", list, [{ over: "hello-world", atMost: 1.35 }]);
  add("status", () => ["status", "lasting"], [{
    over: "hello-world",
    atMost: 1.35,
  }]);
  add("list, 10,000 profiles", list, [{ over: "list", atMost: 2.7 }], large);
  add("get, nothing to do", ifNeeded, [{ over: "hello-world" }]);
  add("get", get, [
    { over: "hello-world", atMost: 2.8 },
    { over: "aws sts get-session-token", atMost: 0.22 },
  ]);
  add("get, 10,000 profiles", get, [{ over: "get", atMost: 1.8 }], large);
  const server = () => ["mcp", "--mcp-server"];
  const ratios = [{ over: "hello-world", atMost: 2.7 }];
  add("MCP server to tools/list", server, ratios, small, LIST_TOOLS);
}

function addAwsCli(): void {
  subjects.set("aws sts get-session-token", {
    command() {
      const { profile, user, code } = nextCode();
      return [
        ...["aws", "sts", "get-session-token", "--endpoint-url", sts.url],
        ...["--serial-number", user.mfaSerial, "--token-code", code],
        ...["--profile", profile],
      ];
    },
    env: {
      PATH: Deno.env.get("PATH") ?? "",
      HOME: small.path,
      AWS_DEFAULT_REGION: "us-east-1",
    },
  });
}
