import assert from "node:assert/strict";
import { parse } from "../../src/credentials/parse.ts";
import { removeSessions } from "../../src/credentials/remove_sessions.ts";
import { verifyChange, verifyEdit } from "../../src/credentials/verify_edit.ts";
import { BEGIN, END, NEW_BLOCK, OLD_BLOCK, SESSION } from "./samples.ts";

/** What a comparison has to notice, each in the file after the edit. */
type Faults = readonly (readonly [what: string, after: string])[];

const BEFORE =
  `[DEFAULT]\nd = v\n[a]\nk = v\n${BEGIN}\n[s]\naws_session_token = v\nk = v\n${END}\n${BEGIN}\n[gone]\naws_session_token = v\n${END}\n`;
const AFTER = `[DEFAULT]\nd = v\n[a]\nk = v\n${BEGIN}\n[s]\nk = v\n${END}\n`;

function verifyRemoval(after: string): void {
  const removed = [
    ["s", { source: "default", settings: new Map([["k", { value: "v" }]]) }],
    ["gone", undefined],
  ] as const;
  verifyChange(parse(BEFORE), parse(after), new Map(removed));
}

Deno.test("a correct removal is accepted", () => {
  assert.equal(removeSessions(parse(BEFORE), ["s", "gone"]).text, AFTER);
  verifyRemoval(AFTER);
});

const REMOVAL_FAULTS: Faults = [
  ["changes [DEFAULT]", AFTER.replace("d = v", "d = w")],
  ["adds to [DEFAULT]", AFTER.replace("d = v", "d = v\ne = v")],
  ["changes another profile", AFTER.replace("k = v", "k = w")],
  ["adds to another profile", AFTER.replace("k = v", "k = v\nl = v")],
  ["loses a key of another profile", AFTER.replace("k = v\n", "")],
  ["renames another profile", AFTER.replace("[a]", "[b]")],
  ["loses another profile", AFTER.replace("[a]\nk = v\n", "")],
  ["loses a line of the user's", AFTER.replace("[s]\nk = v\n", "[s]\n")],
  [
    "leaves a line of the session",
    AFTER.replace("[s]\n", "[s]\naws_session_token = v\n"),
  ],
  ["leaves a section", `${AFTER}[gone]\n`],
  ["adds a section", `${AFTER}[new]\n`],
  [
    "loses the tags of a section that stays",
    AFTER.replace(BEGIN, "").replace(END, ""),
  ],
  ["breaks the file", `${AFTER}x\n`],
  ["leaves a begin tag", `${AFTER}${BEGIN}\n`],
];

for (const [what, after] of REMOVAL_FAULTS) {
  Deno.test(`a removal that ${what} is refused`, () => {
    assert.notEqual(after, AFTER);
    assert.throws(() => verifyRemoval(after), { code: "file_conflict" });
  });
}

const HEAD = "[DEFAULT]\nd = v\n[first]\nk = v\n\n[a]\nk = v\n# c\n";
const TAIL = `# c\n[b]\nk = v\n${BEGIN}\n[other]\nk = v\n${END}\n[c]\nk = v\n`;
const OWN_LINE = "region = eu-west-1\n";
const OLD = HEAD + OLD_BLOCK.replace(END, OWN_LINE + END) + TAIL;
const NEW = HEAD + NEW_BLOCK.replace(END, OWN_LINE + END) + TAIL;

function verifySession(before: string, after: string): void {
  verifyEdit(parse(before), after, SESSION);
}

Deno.test("a correct edit is accepted", () => {
  verifySession(OLD, NEW);
  verifySession(HEAD + TAIL, HEAD + TAIL + NEW_BLOCK);
  verifySession("", NEW_BLOCK);
});

const EDIT_FAULTS: Faults = [
  ["changes [DEFAULT]", NEW.replace("d = v", "d = w")],
  ["adds to [DEFAULT] below the block", `${NEW}[DEFAULT]\ne = v\n`],
  ["repeats a key of [DEFAULT]", `${NEW}[DEFAULT]\nd = v\n`],
  ["changes the first profile", NEW.replace("k = v", "k = w")],
  ["changes the profile above", NEW.replace("[a]\nk = v", "[a]\nk = w")],
  ["changes the profile below", NEW.replace("[b]\nk = v", "[b]\nk = w")],
  ["adds to the profile below", NEW.replace("[b]\n", "[b]\nl = v\n")],
  ["loses a key of the profile below", NEW.replace("[b]\nk = v", "[b]")],
  ["loses the last profile", NEW.replace("[c]\nk = v\n", "")],
  ["renames the last profile", NEW.replace("[c]", "[d]")],
  ["adds a section", `${NEW}[new]\n`],
  ["adds a section inside the block", NEW.replace(END, `[new]\n${END}`)],
  ["repeats a section above the block", `${NEW}[first]\n`],
  ["loses a line of the user's", NEW.replace(OWN_LINE, "")],
  ["changes a line of the user's", NEW.replace("eu-west-1", "eu-west-2")],
  ["adds a line to the section", NEW.replace(END, `l = v\n${END}`)],
  ["leaves a line of the old session", NEW.replace(/ASIANEW\w+/, "ASIAOLD")],
  ["loses a line of the session", NEW.replace(/aws_session_token.*\n/, "")],
  ["loses the block", NEW.replace(BEGIN, "").replace(END, "")],
  ["gives the block to another profile", NEW.replace("=default ", "=a ")],
  ["loses the tags of another block", NEW.replace(/# [^c].*\n(?!.*\[)/g, "")],
  [
    "gives another block to another profile",
    NEW.slice(0, -TAIL.length) + TAIL.replace("=default ", "=a "),
  ],
  ["breaks the file", `${NEW}[\n`],
  ["leaves a begin tag", `${NEW}${BEGIN}\n`],
  ["changes a comment above the block", NEW.replace("# c", "# d")],
];

for (const [what, after] of EDIT_FAULTS) {
  Deno.test(`an edit that ${what} is refused`, () => {
    assert.notEqual(after, NEW);
    assert.throws(() => verifySession(OLD, after), { code: "file_conflict" });
  });
}

/** What no edit may leave unchanged, since AWS's tools would not use the session. */
const OVERRIDES = [
  ["a role", "role_arn = x\nsource_profile = b\n"],
  ["a web identity", "web_identity_token_file = /x\n"],
  ["SSO", "sso_account_id = 1\n"],
  ["aws_security_token", "aws_security_token = x\n"],
] as const;

for (const [what, lines] of OVERRIDES) {
  Deno.test(`an edit is refused where ${what} takes precedence over it`, () => {
    const inSection = (text: string) => text.replace(OWN_LINE, lines);
    const inDefault = (text: string) => text.replace("d = v\n", lines);
    for (const withLines of [inSection, inDefault]) {
      assert.throws(
        () => verifySession(withLines(OLD), withLines(NEW)),
        { code: "file_conflict" },
      );
    }
  });
}

Deno.test("an edit is refused where some tools read a line as another key of the section", () => {
  const nested = (text: string) =>
    text.replace(OWN_LINE, "s3 =\n  aws_session_token = x\n");
  assert.throws(
    () => verifySession(nested(OLD), nested(NEW)),
    // The line's number in a text that is never written would mislead.
    { code: "file_conflict", message: /^cannot edit the file/ },
  );
});
