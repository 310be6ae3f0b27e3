/**
 * Measures start-up, as ratios: everything side by side, round after round in
 * one run, and the median of each. Absolute times say more about the machine.
 */
import { join } from "node:path";
import { startSimulatedSts } from "../tests/support/simulated_sts.ts";
import { virtualMfaDevice } from "../tests/support/totp.ts";
import { canRun } from "../tests/support/terminal.ts";
import { makeHome, updstsCommand, updstsEnv } from "../tests/support/updsts.ts";

const ROUNDS = 15;

/** One thing to measure. */
interface Subject {
  name: string;
  /** The subjects that this one is divided by. */
  over?: string[];
  command: () => string[];
  env: Record<string, string>;
}

const print = (text: string) =>
  Deno.stdout.writeSync(new TextEncoder().encode(text));

// Every code is taken: what is measured is not the wait for the next one.
await using sts = await startSimulatedSts({ codeWindow: 10_000 });
const user = sts.addUser();
const device = virtualMfaDevice(user.totpSecret);
const source = (name: string) =>
  `[${name}]\naws_access_key_id = ${user.accessKeyId}\n` +
  `aws_secret_access_key = ${user.secretAccessKey}\n` +
  `mfa_device_arn = ${user.mfaSerial}\n` +
  `# ${"a comment of some length ".repeat(8)}\n\n`;
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
  session +
  Array.from({ length: count }, (_, index) => source(`p${index}`)).join("");
await using small = await makeHome(file(10));
await using large = await makeHome(file(10_000));

const hello = join(small.path, "hello.ts");
await Deno.writeTextFile(hello, 'console.log("hello, world");\n');

function updsts(
  name: string,
  home: { path: string },
  over: string[],
  args: () => string[],
): Subject {
  const options = {
    home: home.path,
    net: [`127.0.0.1:${sts.port}`],
    env: { AWS_ENDPOINT_URL_STS: sts.url },
  };
  const command = () => updstsCommand(args(), options);
  return { name, over, command, env: updstsEnv(options) };
}

const ifNeeded = () => [
  ...["get", "-n", "p0", "-sn", "lasting", "--if-expires-within", "600"],
];
const get = () => ["get", "-n", "p0", "-t", device.nextCode()];
const subjects: Subject[] = [
  {
    name: "hello-world, deno run",
    command: () => [Deno.execPath(), "run", "--quiet", hello],
    env: updstsEnv({ home: small.path }),
  },
  updsts("--help", small, ["hello-world, deno run"], () => ["--help"]),
  updsts("list, 10 profiles", small, ["hello-world, deno run"], () => ["list"]),
  updsts("list, 10,000 profiles", large, ["list, 10 profiles"], () => ["list"]),
  updsts(
    "get, nothing to do",
    small,
    ["hello-world, deno run", "--help"],
    ifNeeded,
  ),
  updsts("get, 10 profiles", small, ["hello-world, deno run"], get),
  updsts("get, 10,000 profiles", large, ["get, 10 profiles"], get),
];
if (canRun("aws", "--version")) {
  subjects.push({
    name: "aws sts get-session-token",
    over: ["get, 10 profiles"],
    command: () => [
      ...["aws", "sts", "get-session-token", "--endpoint-url", sts.url],
      ...["--serial-number", user.mfaSerial],
      ...["--token-code", device.nextCode()],
    ],
    env: {
      PATH: Deno.env.get("PATH") ?? "",
      HOME: small.path,
      AWS_PROFILE: "p0",
      AWS_DEFAULT_REGION: "us-east-1",
    },
  });
} else {
  print("skipped: the AWS CLI is not here\n");
}

async function measure({ command, env, name }: Subject): Promise<number> {
  const [program, ...args] = command();
  const begin = performance.now();
  const { success, stderr } = await new Deno.Command(program!, {
    args,
    env,
    clearEnv: true,
  }).output();
  const time = performance.now() - begin;
  if (success) return time;
  throw new Error(`${name}: ${new TextDecoder().decode(stderr)}`);
}

const times = new Map(subjects.map(({ name }) => [name, [] as number[]]));
for (let round = 0; round <= ROUNDS; round++) {
  for (const subject of subjects) {
    const time = await measure(subject);
    // The first round fills caches.
    if (round > 0) times.get(subject.name)!.push(time);
  }
}

function median(name: string): number {
  const sorted = times.get(name)!.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

print(`medians of ${ROUNDS} rounds, Deno ${Deno.version.deno}\n`);
for (const { name, over } of subjects) {
  const ratios = (over ?? [])
    .map((each) => `${(median(name) / median(each)).toFixed(2)} × ${each}`);
  print(
    `${name.padEnd(28)}${median(name).toFixed(0).padStart(6)} ms  ${
      ratios.join(", ")
    }\n`,
  );
}
