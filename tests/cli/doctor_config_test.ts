import assert from "node:assert/strict";
import { join } from "node:path";
import { ignoreWithout } from "../support/programs.ts";
import { makeHome } from "../support/updsts.ts";
import { type FakeOutcome, runIn } from "./fake_runtime.ts";
import { configureList, hasAws } from "../credentials/configure_list.ts";
import { doctor, KEYS, NOW } from "./run_doctor.ts";

/** Runs doctor, and what else has to see the same files. */
async function withConfig(
  config: string | Uint8Array<ArrayBuffer>,
  args: string[] = [],
  more?: (directory: string) => Promise<void>,
): Promise<FakeOutcome> {
  await using home = await makeHome(KEYS);
  const directory = join(home.path, ".aws");
  await Deno.writeFile(join(directory, "config"), bytesOf(config));
  await more?.(directory);
  const outcome = await runIn(
    { now: NOW, home: home.path },
    ...["doctor", ...args],
  );
  const shown = (text: string) =>
    text.replaceAll(join(directory, "/"), "HOME/.aws/")
      .replaceAll(home.path, "HOME");
  return {
    status: outcome.status,
    stdout: shown(outcome.stdout),
    stderr: shown(outcome.stderr),
  };
}

function bytesOf(text: string | Uint8Array<ArrayBuffer>) {
  return typeof text === "string" ? new TextEncoder().encode(text) : text;
}

function utf16(text: string): Uint8Array<ArrayBuffer> {
  const units = Uint16Array.from(`\ufeff${text}`, (c) => c.charCodeAt(0));
  return new Uint8Array(units.buffer);
}

Deno.test("doctor says that a finding is in the config, and names both files", async () => {
  const { status, stdout, stderr } = await withConfig("[default]\nregion\n");
  assert.equal(status, 1);
  assert.equal(
    stdout,
    `config line 2: error: a line without "="
  why: the AWS CLI rejects the whole file
  fix: write it as key = value, put # before it, or delete it

1 error, 0 warnings in HOME/.aws/credentials and HOME/.aws/config
`,
  );
  assert.match(stderr, /^updsts: error: 1 error in or around HOME/);
  const json = await withConfig("[default]\nregion\n", ["--json"]);
  const [{ code, file, line }] = JSON.parse(json.stdout).findings;
  assert.deepEqual([code, file, line], ["parse_error", "config", 2]);
});

Deno.test("doctor has one finding for a file in UTF-16", async () => {
  const inConfig = await withConfig(utf16("[default]\nregion = eu-west-1\n"));
  assert.equal(inConfig.status, 1);
  assert.deepEqual(inConfig.stdout.match(/^.*(error|warning): .*$/gm), [
    "config line 1: error: the file is encoded in UTF-16",
  ]);
  assert.doesNotMatch(inConfig.stderr, /warning/);
  const credentials = await doctor(utf16(KEYS));
  assert.equal(credentials.status, 1);
  assert.deepEqual(credentials.stdout.match(/^.*(error|warning): .*$/gm), [
    "line 1: error: the file is encoded in UTF-16",
  ]);
});

Deno.test("doctor reads a CA bundle, and says why it can't be used", async () => {
  const bundle = (name: string) =>
    withConfig(
      `[default]\nca_bundle = ~/.aws/${name}\n`,
      [],
      async (directory) => {
        await Deno.writeTextFile(
          join(directory, "ca.pem"),
          "-----BEGIN CERTIFICATE-----\n",
        );
        await Deno.writeTextFile(join(directory, "empty.pem"), "");
      },
    );
  assert.equal((await bundle("ca.pem")).status, 0);
  for (
    const [name, fault] of [
      ["gone.pem", "updsts cannot read"],
      ["empty.pem", "has no certificates in PEM format"],
    ] as const
  ) {
    const { status, stdout } = await bundle(name);
    assert.equal(status, 1);
    assert.match(
      stdout,
      /^config line 2: error: the ca_bundle of \[default\] names a file that /,
    );
    assert.ok(stdout.includes(fault), stdout);
  }
});

const FILES: [name: string, config: string | Uint8Array<ArrayBuffer>][] = [
  ["a sound config", "[default]\nregion = eu-west-1\n"],
  ["a byte order mark", "\ufeff[default]\n"],
  ["UTF-16", utf16("[default]\n")],
  ["bytes that are not UTF-8", new Uint8Array([0x23, 0xff, 0x0a])],
  ["an unknown format of times", "[default]\ncli_timestamp_format = x\n"],
  [
    "a source profile that does not exist",
    "[default]\nrole_arn = r\nsource_profile = x\n",
  ],
];

Deno.test(ignoreWithout("aws", {
  name: "aws configure list and doctor agree on files of any encoding",
  async fn() {
    const runs = FILES.map(([, config]) => ({
      config: bytesOf(config),
      credentials: bytesOf(KEYS),
      profiles: ["default"],
    }));
    const statuses = await configureList(runs);
    for (const [index, [name, config]] of FILES.entries()) {
      const { status } = await withConfig(config);
      const passes = statuses[index]![0] === 0;
      assert.equal(status === 0, passes, name);
      assert.equal(passes, name === "a sound config", name);
    }
  },
}, hasAws));

for (const [name, config] of [FILES[0]!, FILES.at(-1)!]) {
  Deno.test(ignoreWithout("aws", {
    name: `aws itself and doctor agree on ${name}`,
    async fn() {
      let passes = false;
      const { status } = await withConfig(config, [], async (directory) => {
        const { success } = await new Deno.Command("aws", {
          args: ["configure", "list", "--profile", "default"],
          env: {
            AWS_CONFIG_FILE: join(directory, "config"),
            AWS_SHARED_CREDENTIALS_FILE: join(directory, "credentials"),
            PYTHONUTF8: "1",
          },
          stdout: "null",
          stderr: "null",
        }).output();
        passes = success;
      });
      assert.equal(status === 0, passes);
      assert.equal(passes, name === "a sound config");
    },
  }, hasAws));
}
