/**
 * Shows the main tasks without an AWS account: a temporary home directory, a
 * simulated STS with a virtual MFA device, and updsts as its user runs it,
 * with the documented permissions.
 */
import { writeAll } from "../src/platform/write_all.ts";
import { atTerminal, hasTerminals } from "../tests/support/terminal.ts";
import {
  runUpdsts,
  updstsCommand,
  updstsEnv,
} from "../tests/support/updsts.ts";
import { makeDemoScene } from "./demo_scene.ts";

function print(text: string): void {
  try {
    writeAll(Deno.stdout, text);
  } catch (error) {
    // The reader has seen enough: "deno task demo | head".
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

print(`This demo needs no AWS account. It uses a temporary home directory, a
simulated STS and a virtual MFA device.
`);
await using scene = await makeDemoScene();
const { home, device, options } = scene;

async function updsts(...args: string[]): Promise<void> {
  print(`\n$ updsts ${args.join(" ")}\n`);
  const { status, stdout, stderr } = await runUpdsts(args, options);
  print(stdout + stderr);
  if (status !== 0) Deno.exit(status);
}

/** Runs updsts at a terminal and types the MFA code at its prompt. */
async function updstsAtTerminal(args: string[], code: string): Promise<void> {
  print(`\n$ updsts ${args.join(" ")}\n`);
  const { status, output } = await atTerminal({
    argv: updstsCommand(args, options),
    env: { ...updstsEnv(options), TERM: "dumb" },
    cwd: home.path,
    steps: [{ wait: "(hidden): ", type: `${code}\r` }],
    stdin: "terminal",
  });
  print(output.replaceAll("\r\n", "\n").replace("(hidden): ", `$&${code}`));
  if (status !== 0) Deno.exit(status);
}

print("\nThese are the profiles:\n");
await updsts("list");

const before = await home.read();
const code = device.code();
if (hasTerminals) {
  print(`
The next command prompts for an MFA code. The device shows ${code} now: the demo
types it, and shows it here, though updsts does not.
`);
  await updstsAtTerminal(["get", "default"], code);
} else {
  print(`
The next command needs an MFA code. The device shows ${code} now.
`);
  await updsts("get", "default", "-t", code);
}

print(`
This changed in ~/.aws/credentials. The keys are made up:

${changedLines(before, await home.read())}`);

print(`
The session assumes a role of ~/.aws/config without another MFA code:
`);
await updsts("get", "admin");

print("\nThese are the profiles and their sessions now:\n");
await updsts("list");

/** The difference of two texts, as a diff. */
function changedLines(before: string, after: string): string {
  const [old = [], now = []] = [before, after]
    .map((text) => text.replace(/\n$/, "").split("\n"));
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start++;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  return [
    ...old.slice(Math.max(0, start - 2), start).map((line) => ` ${line}`),
    ...old.slice(start, old.length - end).map((line) => `-${line}`),
    ...now.slice(start, now.length - end).map((line) => `+${line}`),
    ...old.slice(old.length - end).slice(0, 2).map((line) => ` ${line}`),
  ].map((line) => `${line}\n`).join("");
}
