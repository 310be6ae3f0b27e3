import assert from "node:assert/strict";
import { editBlock } from "../../src/credentials/edit_block.ts";
import { parse } from "../../src/credentials/parse.ts";
import { hasBotocore, keysOfBotocore, SKIPPED } from "./botocore.ts";
import { refusal } from "./refusal.ts";
import { END, OLD_BLOCK, SESSION } from "./samples.ts";
import { hintOf } from "../support/hint_of.ts";
import { ignoreWithout } from "../support/programs.ts";

const ROLE = "role_arn = arn:aws:iam::123456789012:role/admin\n";
const SSO = "sso_account_id = 1\n";
const TOKEN_FILE = "web_identity_token_file = /token\n";
const SOURCE = "[default]\naws_access_key_id = AKIAAAAAAAAAAAAAAAA1\n" +
  "aws_secret_access_key = s\n\n";

/** Lines of the user's inside our section, at line 11 of the file. */
const inside = (lines: string) =>
  SOURCE + OLD_BLOCK.replace(END, `${lines}${END}`);
/** Lines of the user's in every section. */
const inAll = (lines: string) => `[DEFAULT]\n${lines}${SOURCE}`;

/** With these the keys that we write are not the ones that are used. */
const OVERRIDING: [key: string, name: string, text: string, line: number][] = [
  ["role_arn", "a role", inside(ROLE), 11],
  ["role_arn", "an empty role", inside("role_arn =\n"), 11],
  [
    "role_arn",
    "a role with another source",
    inside(`${ROLE}source_profile = default\n`),
    11,
  ],
  ["role_arn", "a role behind the end tag", `${inside("")}${ROLE}`, 12],
  ["role_arn", "a role in [DEFAULT]", inAll(ROLE), 2],
  [
    "role_arn",
    "a role with another source in [DEFAULT]",
    inAll(`source_profile = default\n${ROLE}`),
    3,
  ],
  [
    "web_identity_token_file",
    "a web identity",
    inside(ROLE + TOKEN_FILE + "source_profile = default_sts\n"),
    12,
  ],
  ["sso_account_id", "SSO", inside(SSO), 11],
  ["sso_role_name", "SSO's role alone", inside("sso_role_name =\n"), 11],
];

/** With these they are. */
const HARMLESS: [name: string, text: string][] = [
  ["no line", inside("")],
  ["a source profile", inside("source_profile = default\n")],
  [
    "a role assumed with the session",
    inside(`${ROLE}source_profile = default_sts\n`),
  ],
  [
    "a role in [DEFAULT] assumed with the session",
    inAll(`${ROLE}source_profile = default_sts\n`),
  ],
  ["an empty web identity", inside("web_identity_token_file =\n")],
  ["an SSO session", inside("sso_session = x\nsso_start_url = y\n")],
  ["a process", inside("credential_process = x\n")],
];

for (const [key, name, text, line] of OVERRIDING) {
  Deno.test(`a session is not written where it would have no effect: ${name}`, () => {
    const error = refusal(text, SESSION);
    assert.equal(error.code, "file_conflict");
    assert.match(
      error.message,
      new RegExp(`^line ${line}: ${key} would override`),
    );
    assert.match(hintOf(error), /delete the line/);
  });
}

for (const [name, text] of HARMLESS) {
  Deno.test(`a session is written where it has an effect: ${name}`, () => {
    editBlock(parse(text), SESSION);
  });
}

Deno.test(ignoreWithout("botocore", {
  name: `botocore uses the session exactly where it is written${SKIPPED}`,
  async fn() {
    const used = await keysOfBotocore("default_sts", [
      ...OVERRIDING.map(([, , text]) =>
        text.includes("[default_sts]") ? text : text + OLD_BLOCK
      ),
      ...HARMLESS.map(([, text]) => editBlock(parse(text), SESSION)),
    ]);
    assert.deepEqual(used, [
      ...OVERRIDING.map(() => null),
      ...HARMLESS.map(() => SESSION.settings.get("aws_access_key_id")),
    ]);
  },
}, hasBotocore));
