/**
 * Shows the main job without an AWS account: a temporary home directory, a
 * simulated STS with a virtual MFA device, and updsts as its user runs it,
 * with the permissions that the README gives.
 */
import { writeAll } from "../src/platform/write_all.ts";
import { runUpdsts } from "../tests/support/updsts.ts";
import { makeDemoScene } from "./demo_scene.ts";

function print(text: string): void {
  try {
    writeAll(Deno.stdout, text);
  } catch (error) {
    // The reader has seen enough: "deno task demo | head".
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

await using scene = await makeDemoScene();
const { home, device, options } = scene;

async function updsts(...args: string[]): Promise<void> {
  print(`\n$ updsts ${args.join(" ")}\n`);
  const { status, stdout, stderr } = await runUpdsts(args, options);
  print(stdout + stderr);
  if (status !== 0) Deno.exit(status);
}

print(`A temporary home directory, a simulated STS, a virtual MFA device.
Its code is now ${device.code()}.\n`);
await updsts("list");
const before = await home.read();
await updsts("get", "-n", "default", "-t", device.code());
print(
  "\nWhat changed in ~/.aws/credentials (made-up keys, so they are shown):\n\n",
);
print(changedLines(before, await home.read()));
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
