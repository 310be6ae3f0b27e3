import assert from "node:assert/strict";
import { commands } from "../../src/cli/command_table.ts";
import { ENVIRONMENT } from "../../src/platform/variables.ts";
import { OPTIONS, type OptionSyntax } from "../../src/cli/options.ts";
import { optionsOf } from "../../src/cli/parse_args.ts";
import { allNames } from "../../src/cli/help.ts";
import { runIn } from "./fake_runtime.ts";
import { canRun, ignoreWithout } from "../support/programs.ts";

const { status, stdout: page, stderr } = await runIn({}, "man");
const plain = page.replaceAll("\\-", "-").replaceAll(/\\f[BIR]/g, "");

Deno.test("updsts man prints the manual page and touches nothing", () => {
  assert.equal(status, 0);
  assert.equal(stderr, "");
  assert.match(page, /^\.TH UPDSTS 1 /);
});

Deno.test("the manual page has every command and every option name", () => {
  assert.ok(
    !plain.includes("updsts complete\n"),
    "what is hidden stays hidden",
  );
  for (const [name, { isHidden }] of Object.entries(commands)) {
    if (isHidden) continue;
    assert.ok(plain.includes(`\n.SS updsts ${name}\n`), name);
    for (const key of optionsOf(name)) {
      const { value }: OptionSyntax = OPTIONS[key];
      const entry = allNames(key).join(", ") + (value ? ` ${value}` : "");
      assert.ok(plain.includes(`${entry}\n`), entry);
    }
  }
  assert.match(
    plain,
    /\n\.TP\nNAME, -n, --profile, --profile-name, --profile_name NAME\n/,
  );
  assert.match(plain, /\n-sn, --sts-profile-name, --sts_profile_name NAME\n/);
});

Deno.test("the manual page has the usage that the help has", () => {
  assert.match(plain, /\nupdsts get NAME --if-expires-within TIME/);
  assert.match(plain, /\nupdsts mcp config CLIENT \[-c FILE\]/);
  assert.match(plain, /\nupdsts export NAME --format FORMAT/);
});

Deno.test("the common options are documented once", () => {
  assert.equal(plain.split("\n-c, --credential-file").length, 2);
});

Deno.test("the manual page says that export prints secrets", () => {
  assert.match(plain, /Only export and get --format print secrets/);
});

Deno.test("the manual page names the environment variables", () => {
  for (const name of [...ENVIRONMENT, "HTTPS_PROXY", "NO_PROXY"]) {
    const isOfSystem = /^(HOME|HOMEDRIVE|HOMEPATH|TERM|USERPROFILE)$/.test(
      name,
    );
    assert.equal(new RegExp(`\\b${name}\\b`).test(plain), !isOfSystem, name);
  }
});

Deno.test("no option of the manual page is hyphenated, so that it can be copied", () => {
  assert.match(page, /^\.TH .*\n\.nh\n\.ad l\n/);
});

Deno.test("roff reads no text of the manual page as a command", () => {
  for (const line of page.split("\n")) {
    assert.match(line, /^[\x20-\x7e]*$/, "ASCII, so that every man shows it");
    if (/^[.']/.test(line)) {
      assert.match(line, /^\.(TH|nh|ad l|SH|SS|TP|PP|br|B|BR|I)\b/);
    }
  }
});

const hasMandoc = canRun("mandoc", "-T", "lint", "/dev/null") ||
  canRun("mandoc", "-T", "ascii", "/dev/null");

Deno.test(ignoreWithout("mandoc", {
  name: "mandoc finds no error in the manual page",
  async fn() {
    const path = await Deno.makeTempFile();
    try {
      await Deno.writeTextFile(path, page);
      const { stdout } = await new Deno.Command("mandoc", {
        args: ["-T", "lint", "-W", "warning", path],
      }).output();
      const complaints = new TextDecoder().decode(stdout);
      assert.equal(complaints, "");
    } finally {
      await Deno.remove(path);
    }
  },
}, hasMandoc));
