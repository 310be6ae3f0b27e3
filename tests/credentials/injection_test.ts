import assert from "node:assert/strict";
import { refusal } from "./refusal.ts";
import { BEGIN, END, OLD_BLOCK, SESSION } from "./samples.ts";

const SOURCE = "[default]\naws_access_key_id = AKIA\n";

for (
  const section of [
    "default",
    "",
    "DEFAULT",
    "__proto__",
    "profile.x",
    "a b",
    "日本",
    "x]\ncredential_process = evil\n[y",
    "x\r[y",
    "x\u2028",
    "x\n",
  ]
) {
  Deno.test(`refused: the STS profile's name ${JSON.stringify(section)}`, () => {
    const source = "default";
    for (const text of ["", SOURCE]) {
      const error = refusal(text, { ...SESSION, source, section });
      assert.equal(error.code, "file_conflict");
      assert.ok(error.hint);
      assert.ok(!error.message.includes("\n"));
    }
  });
}

for (
  const value of [
    "",
    "x\ncredential_process = evil",
    "x\r\n[y]",
    "x\u2028y",
    "#x",
    "a b",
    '"x"',
    "é",
  ]
) {
  Deno.test(`refused: the value ${JSON.stringify(value)}, which is not shown`, () => {
    for (const key of SESSION.settings.keys()) {
      const settings = new Map([...SESSION.settings, [key, value]]);
      const error = refusal(SOURCE, { ...SESSION, settings });
      assert.equal(error.code, "sts_bad_answer");
      assert.ok(error.message.includes(key));
      assert.ok(value === "" || !error.message.includes(value));
    }
  });
}

for (
  const source of [
    "x\ncredential_process = evil",
    "x\n[y]",
    "x\n# c",
    "x\r# c",
    "x\u2028# c",
    `x\n${END}\n${BEGIN}`,
  ]
) {
  Deno.test(`refused: the source profile ${JSON.stringify(source)}, whose block could not be found again`, () => {
    for (const text of [SOURCE, ""]) {
      const { code, hint } = refusal(text, { ...SESSION, source });
      assert.match(code, /^file_(conflict|invalid)$/);
      assert.ok(hint);
    }
  });
}

for (
  const key of [
    "",
    "# c",
    "[x]",
    "AWS_ACCESS_KEY_ID",
    " aws_access_key_id",
    "a=b",
    "credential_process = evil\naws_access_key_id",
    "aws_access_key_id = x\n[y]\nk",
    "aws_session_token = x\naws_session_token",
  ]
) {
  Deno.test(`refused: the key ${JSON.stringify(key)}`, () => {
    const settings = new Map([...SESSION.settings, [key, "v"]]);
    for (const text of ["", SOURCE, OLD_BLOCK]) {
      const { code } = refusal(text, { ...SESSION, settings });
      assert.match(code, /^file_(conflict|invalid)$/);
    }
  });
}
