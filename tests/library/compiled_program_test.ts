/** A program of another author that was compiled with the library. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

Deno.test("a program that was compiled with the library gets the hints of the library", async () => {
  const module = new URL("../../mod.ts", import.meta.url);
  const program = `
    Object.defineProperty(Deno, "build", {
      value: { ...Deno.build, standalone: true },
    });
    const { getSession } = await import("${module}");
    const options = { profile: "default", mfaCode: "012345" };
    await getSession(options).catch((error) => console.log(error.hint));
  `;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--no-check", "-"],
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(program));
  await writer.close();
  const { stdout, stderr } = await child.output();
  const text = new TextDecoder();
  assert.match(
    text.decode(stdout),
    /let it be read with --allow-env=/,
    text.decode(stderr),
  );
});
