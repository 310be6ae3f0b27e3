/** `updsts status` as the prompts of the documentation show it. */
import assert from "node:assert/strict";
import { installedIn } from "../support/installed.ts";
import { shellsHere } from "../support/shells.ts";
import { makeHome, runUpdsts } from "../support/updsts.ts";

const block = (name: string, end: number) =>
  `# \${{{ key=default [auto update by updsts]
[${name}]
aws_access_key_id = ASIAIOSFODNN7EXAMPLE
aws_secret_access_key = secret
aws_session_token = token
expiration_datetime = ${new Date(end).toISOString()}
# $}}} [auto update by updsts]
`;

const inTwoHours = () => Date.now() + 2 * 3_600_000 + 30_000;

Deno.test("status prints the time remaining, and exits with 1 for an expired session", async () => {
  for (
    const [end, line, status] of [
      [inTwoHours(), "default_sts 2h\n", 0],
      [0, /^default_sts expired \d+d ago\n$/, 1],
    ] as const
  ) {
    await using home = await makeHome(block("default_sts", end));
    const outcome = await runUpdsts(["status"], { home: home.path });
    assert.equal(outcome.stderr, "");
    assert.equal(outcome.status, status);
    if (typeof line === "string") assert.equal(outcome.stdout, line);
    else assert.match(outcome.stdout, line);
  }
});

/** What shows the prompt of a recipe once. */
const SHOWN: Record<string, string> = {
  bash: 'eval "$PROMPT_COMMAND"; printf "%s\\n" "${PS1@P}"',
  zsh: 'precmd; print -rP -- "$PROMPT"',
  fish: "fish_right_prompt",
};

/** The first code block of the shell on the page. */
async function recipe(shell: string): Promise<string> {
  const page = new URL("../../docs/recipes.md", import.meta.url);
  const text = await Deno.readTextFile(page);
  const [, script] = new RegExp(`\`\`\`${shell}\n([^\`]*)\`\`\``).exec(text)!;
  return script!;
}

for (const { name, run } of shellsHere("bash", "zsh", "fish")) {
  Deno.test(`the documented prompt of ${name} shows the session as text`, async () => {
    for (const session of ["default_sts", "a$(touch CANARY)`touch CANARY`%n"]) {
      await using home = await makeHome(block(session, inTwoHours()));
      const script = `cd ${home.path}\n${await recipe(name)}\n${SHOWN[name]}`;
      const shown = await run(script, await installedIn(home));
      assert.ok(shown.includes(`${session} 2h`), shown);
      const files = await Array.fromAsync(Deno.readDir(home.path));
      assert.ok(files.every((each) => each.name !== "CANARY"));
    }
  });
}
