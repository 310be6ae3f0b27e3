import assert from "node:assert/strict";
import { makeHome } from "../support/updsts.ts";
import { type FakeRuntime, runIn } from "./fake_runtime.ts";

const SAFE = ["work", "007", "日本", "team:prod", "a.b@c%d/e+f-g"];
/** In each of these some shell, or a terminal, sees more than letters. */
const HOSTILE = [
  ..."$`;&|<>()[]{}*?!#~^'\"\\ \t,=\u2018\u2019\u201c\u202e\u0000\u001b\ufeff",
].map((sign) => `x${sign}y`).concat("-rf", "~root", "@splat", "%1", "+x");

const profile = (name: string) => `[${name}]\nregion = x\n`;

async function propose(
  line: string,
  fake: FakeRuntime = {},
): Promise<string[]> {
  const { status, stdout, stderr } = await runIn(
    fake,
    "complete",
    `--line=${line}`,
  );
  assert.equal(status, 0, stderr);
  return stdout.split("\n").slice(0, -1).map((row) => {
    const [text, brief, ...rest] = row.split("\t");
    assert.ok(brief, "PowerShell wants a description for each");
    assert.equal(rest.length, 0);
    return text!;
  });
}

async function proposeFrom(file: string, line: string): Promise<string[]> {
  await using home = await makeHome(file);
  return await propose(line, { home: home.path });
}

Deno.test("first come the commands, without those that are hidden", async () => {
  const commands = await propose("updsts ");
  for (const name of ["get", "list", "export", "completions", "--help"]) {
    assert.ok(commands.includes(name), name);
  }
  assert.ok(!commands.includes("complete"));
  assert.deepEqual(await propose("updsts exp"), ["export"]);
  assert.deepEqual(await propose("updsts constructor "), []);
  assert.deepEqual(await propose("updsts nosuch -"), []);
});

/** What is typed, and what may come next; nothing is read for it. */
const OPTIONS: [line: string, proposals: string[]][] = [
  ["updsts get --prof", ["--profile"]],
  ["updsts get --profile_", ["--profile_name"]],
  ["updsts get --profile-", ["--profile-name"]],
  ["updsts get --sts_", ["--sts_profile_name"]],
  ["updsts get -s", ["-sn"]],
  ["updsts get -sn", ["-sn"]],
  ["updsts get --he", ["--help"]],
  ["updsts get  -d   900 --dur", []],
  ["updsts get -d=900 --dur", []],
  ["updsts get -d ", []],
  ["updsts get -t -", []],
  ["updsts export --format p", ["process", "powershell"]],
  ["updsts export --format=p", ["--format=process", "--format=powershell"]],
  ["updsts export --json=", []],
  ["updsts completions f", ["fish"]],
  ["updsts completions fish f", []],
  ["updsts mcp c", ["config"]],
  ["updsts mcp config cl", ["claude-code", "claude-desktop"]],
  ["updsts mcp config codex c", []],
];

for (const [line, proposals] of OPTIONS) {
  Deno.test(`behind "${line}" may come ${proposals.join(", ") || "nothing"}`, async () => {
    assert.deepEqual(await propose(line), proposals);
  });
}

Deno.test("where nothing is begun each option is proposed once", async () => {
  const options = await propose("updsts get -n x ");
  assert.ok(options.includes("--sts-profile-name"));
  assert.ok(!options.includes("--profile"), "it was given");
  assert.ok(options.every((option) => /^--[a-z-]+$/.test(option)));
  assert.ok((await propose("updsts get -")).includes("-sn"));
});

const VALUES: [line: string, prefix: string][] = [
  ["updsts get -n ", ""],
  ["updsts get --profile_name ", ""],
  ["updsts get --profile=", "--profile="],
  ["updsts get -sn ", ""],
  ["updsts export --json -n=", "-n="],
];

for (const [line, prefix] of VALUES) {
  Deno.test(`behind "${line}" come the profiles, but for hostile names`, async () => {
    const file = [...SAFE, ...HOSTILE].filter((name) => name !== "x\u0000y")
      .map(profile).join("");
    assert.deepEqual(
      await proposeFrom(file, line),
      SAFE.map((name) => prefix + name),
    );
  });
}

Deno.test("behind get -n come the profiles of roles too, which no other command takes", async () => {
  await using home = await makeHome(profile("work"));
  await Deno.writeTextFile(
    `${home.path}/.aws/config`,
    "[profile work]\nrole_arn = x\n[profile admin]\nrole_arn = x\n" +
      '[profile plain]\nregion = x\n[profile "a b"]\nrole_arn = x\n',
  );
  const fake = { home: home.path };
  assert.deepEqual(await propose("updsts get -n ", fake), ["work", "admin"]);
  assert.deepEqual(await propose("updsts get --profile=a", fake), [
    "--profile=admin",
  ]);
  for (const line of ["updsts get -sn ", "updsts export -n "]) {
    assert.deepEqual(await propose(line, fake), ["work"]);
  }
});

Deno.test("a profile is proposed without -n, too, until one is given", async () => {
  const file = profile("work") + profile("web");
  for (const name of ["get", "clean", "whoami", "export"]) {
    assert.deepEqual(await proposeFrom(file, `updsts ${name} w`), [
      "work",
      "web",
    ]);
    const first = await proposeFrom(file, `updsts ${name} -v 1 `);
    assert.deepEqual(first.slice(0, 3), ["work", "web", first[2]]);
    assert.match(first[2]!, /^--/);
    const next = await proposeFrom(file, `updsts ${name} work `);
    if (name === "get") assert.equal(next.shift(), "web");
    assert.ok(next.every((text) => text.startsWith("--")), next.join());
    assert.ok(!next.includes("--profile"));
  }
  assert.deepEqual(await proposeFrom(file, "updsts list w"), []);
});

Deno.test("options are proposed where no credentials file can be read", async () => {
  const options = await propose("updsts get ", { home: "/nonexistent" });
  assert.ok(options.includes("--profile"));
});

Deno.test("a NUL in a name is not proposed either", async () => {
  assert.deepEqual(await proposeFrom("[x\u0000y]\n", "updsts get -n "), []);
});

Deno.test("the profiles are those of the file that the line names", async () => {
  await using home = await makeHome(profile("other"));
  for (const option of ["-c ", "-c=", "--credential_file "]) {
    const line = `updsts get ${option}${home.credentials} -n `;
    assert.deepEqual(await propose(line, { home: "/nonexistent" }), ["other"]);
  }
});

Deno.test("profiles of a file with faults are proposed all the same", async () => {
  const file = "nonsense\n" + profile("a") + profile("a") + profile("b");
  assert.deepEqual(await proposeFrom(file, "updsts get -n "), ["a", "b"]);
});

for (const shell of ["bash", "zsh", "fish", "powershell"]) {
  Deno.test(`completions ${shell} is a script, made without touching anything`, async () => {
    const { status, stdout } = await runIn({}, "completions", shell);
    assert.equal(status, 0);
    assert.match(
      stdout,
      new RegExp(`# updsts completions for ${shell}\\n`, "i"),
    );
    assert.match(stdout, /updsts complete .*--line=/);
    assert.ok(stdout.endsWith("\n"));
  });
}

// What else is unknown is in usage_test.ts.
for (const shell of ["", "tcsh", "toString"]) {
  Deno.test(`"updsts completions ${shell}" is refused`, async () => {
    const { status, stdout, stderr } = await runIn({}, "completions", shell);
    assert.equal(status, 2);
    assert.equal(stdout, "");
    assert.match(
      stderr,
      /^updsts: error: unknown shell( "tcsh": bash\?)?\nupdsts: hint: choose one of bash, zsh, fish, powershell\n$/,
    );
  });
}
