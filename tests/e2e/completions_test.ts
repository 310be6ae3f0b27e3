/** The shells complete what updsts proposes, and run nothing of it. */
import assert from "node:assert/strict";
import process from "node:process";
import { installedIn } from "../support/installed.ts";
import { shellsHere } from "../support/shells.ts";
import { atTerminal, terminalTest } from "../support/terminal.ts";
import { executable, makeHome } from "../support/updsts.ts";

const KEYS = "aws_access_key_id = AKIA\naws_secret_access_key = secret\n";
/** Each begins with letters of its own, so that a tab would put it in whole. */
const UNSAFE = [
  "ha$(touch CANARY)",
  "hb`touch CANARY`",
  "hc;touch CANARY;",
  "hd|touch CANARY|",
  "he\u001b[2J",
  "hf&touch CANARY&",
];
const FILE = ["work", "日本", "team:prod", "team:test", ...UNSAFE]
  .map((name) => `[${name}]\n${KEYS}`).join("");

/** The shells that complete at a terminal, and what sets them up. */
const SET_UP: Record<string, { argv: string[]; script: string }> = {
  bash: {
    argv: ["/usr/bin/env", "bash", "--norc", "--noprofile", "-i"],
    script: `eval "$(updsts completions bash)"`,
  },
  zsh: {
    argv: ["/usr/bin/env", "zsh", "-f", "-i"],
    script:
      `autoload -U compinit; compinit -u -D; eval "$(updsts completions zsh)"`,
  },
};

/** What is completed, the line that is typed, and what shows that it was. */
const LINES: [what: string, line: string, wait: string][] = [
  [
    "commands, options, their values and profiles",
    "updsts exp\t--prof\two\t--form\tproc\t | cat\r",
    '"AccessKeyId":"AKIA"',
  ],
  [
    "the spellings of the Python updsts",
    "updsts export --profile_n\two\t--json | cat\r",
    '"profile_name":"work"',
  ],
  [
    "a value behind =, and a name with a colon",
    "updsts export --profile=team:p\t --json | cat\r",
    '"profile_name":"team:prod"',
  ],
  [
    "a name with letters beyond ASCII",
    "updsts export -n 日\t--json | cat\r",
    '"profile_name":"日本"',
  ],
  [
    "file names where updsts proposes nothing",
    "updsts export -n work --json -c .aw\tcred\t | cat\r",
    '"profile_name":"work"',
  ],
  [
    "no name that it would run a part of",
    UNSAFE.map((unsafe) => `updsts export --json -n ${unsafe.slice(0, 2)}\t;`)
      .join("") + "echo fin''ished\r",
    "finished",
  ],
];

/** The scripts are the same; one shell shows what the executable may read. */
const SHELLS = executable === undefined ? Object.keys(SET_UP) : ["bash"];

for (const { name } of shellsHere(...SHELLS)) {
  terminalTest({
    name: `${name} completes what updsts proposes`,
    async fn() {
      const { argv, script } = SET_UP[name]!;
      await using home = await makeHome(FILE);
      const { output } = await atTerminal({
        argv,
        env: {
          ...await installedIn(home),
          LANG: "C.UTF-8",
          PS1: "$ ",
          TERM: "xterm",
        },
        cwd: home.path,
        steps: [
          { wait: "$ ", type: `${script}; echo read''y\r` },
          { wait: "ready", type: LINES[0]![1] },
          // Each line is typed when the one before has been run.
          ...LINES.map(([, , wait], at) => ({
            wait,
            type: LINES[at + 1]?.[1] ?? "exit\r",
          })),
        ],
        stdin: "terminal",
      });
      let seen = 0;
      for (const [what, , wait] of LINES) {
        const at = output.indexOf(wait, seen);
        assert.ok(at >= 0, `${what}: ${output}`);
        seen = at + wait.length;
      }
      const names = await Array.fromAsync(Deno.readDir(home.path));
      assert.ok(!names.some(({ name }) => name.includes("CANARY")), output);
    },
  });
}

const FISH = executable === undefined ? ["fish"] : [];

for (const { name, run } of shellsHere(...FISH)) {
  Deno.test(`${name} completes commands, options, values and profiles`, async () => {
    await using home = await makeHome(FILE);
    const env = await installedIn(home);
    const complete = async (line: string) => {
      const text = await run(
        `cd ${home.path}; updsts completions fish | source; complete -C '${line}'`,
        env,
      );
      return text.split("\n").filter((row) => row !== "")
        .map((row) => row.split("\t")[0]);
    };
    assert.deepEqual(await complete("updsts exp"), ["export"]);
    assert.deepEqual(await complete("updsts get -sn"), ["-sn"]);
    assert.deepEqual(await complete("updsts export --form"), ["--format"]);
    assert.deepEqual(await complete("updsts export --format f"), ["fish"]);
    assert.deepEqual(await complete("updsts get --profile_n"), [
      "--profile_name",
    ]);
    assert.deepEqual(await complete("echo x; updsts get -n "), [
      "work",
      "日本",
      "team:prod",
      "team:test",
    ]);
    assert.deepEqual(await complete("updsts get --profile=te"), [
      "--profile=team:prod",
      "--profile=team:test",
    ]);
    for (const path of [".aws/cred", "~/.aws/cred", `${home.path}/.aws/cred`]) {
      assert.deepEqual(await complete(`updsts get -c ${path}`), [
        `${path}entials`,
      ]);
    }
  });
}

process.stderr.write("not tested: PowerShell, which is not to be had here\n");
