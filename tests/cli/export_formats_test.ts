import assert from "node:assert/strict";
import fc from "fast-check";
import { shellSyntaxes } from "../../src/cli/export_formats.ts";
import { shellsHere } from "../support/shells.ts";

/** What would run, end the quotes, or be changed, if a shell looked at it. */
const UNSAFE = [
  "'; echo CANARY; '",
  "$(echo CANARY)",
  "`echo CANARY`",
  "a\necho CANARY\n",
  "\n\n",
  "; echo CANARY #",
  "\\",
  "\\\\",
  "\\'; echo CANARY #",
  "x\\",
  "'",
  "''",
  "'\\''",
  '"; echo CANARY; "',
  "-e",
  "--",
  "-n x",
  "!!",
  "~",
  "*",
  "{a,b}",
  "$HOME",
  "%s\\n",
  " a  b\t",
  "",
  "\u2018\u2019\u201a\u201b",
  "日本",
];

for (const { name, run } of shellsHere("sh", "bash", "zsh", "fish")) {
  const syntax = name === "fish" ? shellSyntaxes.fish : shellSyntaxes.sh;

  Deno.test(`${name} sets every value unchanged and runs no part of it`, async () => {
    const random = fc.sample(
      fc.string({ unit: fc.constantFrom(..."'\\\"$`\n;a -!") }),
      { numRuns: 100, seed: 5 },
    );
    const values = [...UNSAFE, ...random];
    const script = values.map((value) =>
      `${syntax.set("VALUE", value)}\nprintenv VALUE\nprintf '\\001'\n`
    ).join("");
    const read = (await run(script)).split("\x01");
    assert.deepEqual(read, [...values.map((value) => `${value}\n`), ""]);
  });

  Deno.test(`${name} unsets a variable, also one that is not set`, async () => {
    const script = [
      syntax.unset("VALUE"),
      syntax.unset("VALUE"),
      name === "fish" ? "and echo ended" : "test $? = 0 && echo ended",
      "printenv VALUE",
    ].join("\n");
    assert.equal(await run(script, { VALUE: "CANARY" }), "ended\n");
  });
}

// There is no PowerShell to be had here: its rules, as its language
// specification has them, stand in for it.
Deno.test("all five single quotes of PowerShell are doubled", () => {
  const { set, unset } = shellSyntaxes.powershell;
  for (const value of UNSAFE) {
    const quoted = set("VALUE", value).slice("$env:VALUE = ".length);
    assert.match(quoted, /^'(?:[^'\u2018-\u201b]|(['\u2018-\u201b])\1)*'$/);
    const read = quoted.slice(1, -1)
      .replace(/(['\u2018-\u201b])['\u2018-\u201b]/g, "$1");
    assert.equal(read, value);
  }
  assert.equal(unset("VALUE"), "$env:VALUE = $null");
});
