/** What programs without types pass by mistake. */
import assert from "node:assert/strict";
import {
  diagnose,
  editBlock,
  openCredentialsFile,
  parseCredentials,
  profileInfos,
  readKeys,
  UpdstsError,
} from "../../mod.ts";
import { makeLibraryScene } from "./library_scene.ts";

// deno-lint-ignore no-explicit-any -- wrong on purpose
type Wrong = any;

const TEXT = "[default]\nregion = eu-west-1\n";
const BYTES: Wrong = new TextEncoder().encode(TEXT);
const NEVER = new Date(NaN);

function refuses(message: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof UpdstsError, String(error));
    assert.deepEqual([error.code, error.message], ["usage", message]);
    return true;
  };
}

for (
  const [options, message] of [
    [{ profile: undefined }, "profile is not a string"],
    [{ profile: ["default"] }, "profile is not a string"],
    [{ mfaCode: 123456 }, "mfaCode is not a string or a function"],
    [{ mfaCode: undefined }, "mfaCode is not a string or a function"],
    [{ stsProfileName: 5 }, "stsProfileName is not a string"],
    [
      { credentialsFile: new URL("file:///tmp/credentials") },
      "credentialsFile is not a string",
    ],
    // As of prompt(), where the user cancels it.
    [{ mfaCode: () => null }, "the MFA code is not six digits"],
    [{ mfaCode: () => 123456 }, "the MFA code is not six digits"],
  ] as [Wrong, string][]
) {
  const [[name, value]] = Object.entries(options) as [[string, unknown]];
  Deno.test(`getSession refuses the ${typeof value} ${String(value)} as ${name}`, async () => {
    await using scene = await makeLibraryScene();
    const before = await scene.home.read();
    const notAsked = { mfaCode: () => assert.fail("asked for an MFA code") };
    await assert.rejects(
      scene.getSession({ ...notAsked, ...options }),
      refuses(message),
    );
    assert.equal(scene.sts.requests.length, 0);
    assert.equal(await scene.home.read(), before);
  });
}

const BLOCK = { source: "default", section: "default_sts", settings: {} };

for (
  const [name, call, message] of [
    ["parseCredentials", () => parseCredentials(BYTES), "text"],
    ["profileInfos", () => profileInfos(BYTES), "text"],
    ["readKeys", () => readKeys(BYTES, "default"), "text"],
    ["readKeys", () => readKeys(TEXT, undefined as Wrong), "profile"],
    ["diagnose", () => diagnose(BYTES), "text"],
    ["diagnose", () => diagnose(TEXT, { config: BYTES }), "config"],
    ["editBlock", () => editBlock(BYTES, BLOCK), "text"],
    [
      "editBlock",
      () => editBlock(TEXT, { ...BLOCK, source: 5 as Wrong }),
      "source",
    ],
    [
      "editBlock",
      () => editBlock(TEXT, { ...BLOCK, section: undefined as Wrong }),
      "section",
    ],
    [
      "editBlock",
      () => editBlock(TEXT, { ...BLOCK, settings: { region: null as Wrong } }),
      "the value of region",
    ],
    [
      "openCredentialsFile",
      () => openCredentialsFile(new URL("file:///tmp/x") as Wrong),
      "path",
    ],
  ] as const
) {
  Deno.test(`${name} refuses a ${message} of another type`, () => {
    assert.throws(call, refuses(`${message} is not a string`));
  });
}

Deno.test("editBlock refuses settings in a Map, which it would not see", () => {
  const settings: Wrong = new Map([["region", "eu-west-1"]]);
  assert.throws(
    () => editBlock(TEXT, { ...BLOCK, settings }),
    refuses("settings is not a plain object"),
  );
});

for (
  const [name, call] of [
    ["profileInfos", (now: Date) => profileInfos(TEXT, { now })],
    ["readKeys", (now: Date) => readKeys(TEXT, "default", { now })],
    ["diagnose", (now: Date) => diagnose(TEXT, { now })],
  ] as const
) {
  Deno.test(`${name} refuses a time that is no date, with which no session would be expired`, () => {
    for (const now of [NEVER, "2026-01-31" as Wrong]) {
      assert.throws(() => call(now), refuses("now is not a valid Date"));
    }
  });
}
