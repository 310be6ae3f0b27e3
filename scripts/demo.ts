/**
 * Shows the main job without an AWS account: a temporary home directory, a
 * simulated STS with a virtual MFA device, and updsts as its user runs it,
 * with the permissions that the README gives.
 */
import { createTwoFilesPatch } from "diff";
import { runUpdsts } from "../tests/support/updsts.ts";
import { makeDemoScene } from "./demo_scene.ts";

const print = (text: string) =>
  Deno.stdout.writeSync(new TextEncoder().encode(text));

await using scene = await makeDemoScene();
const { home, device, options } = scene;

async function updsts(...args: string[]): Promise<void> {
  print(`\n$ updsts ${args.join(" ")}\n`);
  const { status, stdout, stderr } = await runUpdsts(args, options);
  print(stdout + stderr);
  if (status !== 0) Deno.exit(status);
}

print(`A temporary home directory, a simulated STS, a virtual MFA device.
Its code is ${device.code()} at this moment.\n`);
await updsts("list");
const before = await home.read();
await updsts("get", "-n", "default", "-t", device.code());
print(
  "\nWhat changed in ~/.aws/credentials (made-up keys, so they are shown):\n\n",
);
const name = "~/.aws/credentials";
print(
  createTwoFilesPatch(name, name, before, await home.read(), "", "", {
    context: 2,
  }).replace(/^Index: .*\n=+\n/, ""),
);
await updsts("list");
