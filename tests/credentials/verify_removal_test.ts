import assert from "node:assert/strict";
import { parse } from "../../src/credentials/parse.ts";
import { verifyRemoval } from "../../src/credentials/verify_removal.ts";
import { BEGIN, END } from "./samples.ts";

const BEFORE =
  `[DEFAULT]\nd = v\n[a]\nk = v\n${BEGIN}\n[s]\nt = v\nk = v\n${END}\n${BEGIN}\n[gone]\nt = v\n${END}\n`;
const AFTER = `[DEFAULT]\nd = v\n[a]\nk = v\n${BEGIN}\n[s]\nk = v\n${END}\n`;

function verify(after: string): void {
  verifyRemoval(
    parse(BEFORE),
    parse(after),
    new Set(["s", "gone"]),
    new Set(["gone"]),
    ["t"],
  );
}

Deno.test("a removal that did what it should is taken", () => {
  verify(AFTER);
});

for (
  const [what, after] of [
    ["changes [DEFAULT]", AFTER.replace("d = v", "d = w")],
    ["adds to [DEFAULT]", AFTER.replace("d = v", "d = v\ne = v")],
    ["changes another profile", AFTER.replace("k = v", "k = w")],
    ["adds to another profile", AFTER.replace("k = v", "k = v\nl = v")],
    ["loses a key of another profile", AFTER.replace("k = v\n", "")],
    ["renames another profile", AFTER.replace("[a]", "[b]")],
    ["loses another profile", AFTER.replace("[a]\nk = v\n", "")],
    ["loses a line of the user's", AFTER.replace("[s]\nk = v\n", "[s]\n")],
    ["leaves a line of the session", AFTER.replace("[s]\n", "[s]\nt = v\n")],
    ["leaves a section", `${AFTER}[gone]\n`],
    [
      "loses the tags of a section that stays",
      AFTER.replace(BEGIN, "").replace(END, ""),
    ],
    ["breaks the file", `${AFTER}x\n`],
    ["leaves a begin tag", `${AFTER}${BEGIN}\n`],
  ] as const
) {
  Deno.test(`a removal that ${what} is refused`, () => {
    assert.notEqual(after, AFTER);
    assert.throws(() => verify(after), { code: "file_conflict" });
  });
}
