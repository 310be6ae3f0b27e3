import assert from "node:assert/strict";
import { parse } from "../../src/credentials/parse.ts";
import {
  profileNames,
  profileSettings,
} from "../../src/credentials/profiles.ts";
import { hasBotocore, profilesOfBotocore, SKIPPED } from "./botocore.ts";

/** Config files that name one profile twice. */
const TWICE: [profile: string, config: string, expected: object][] = [
  ["default", "[default]\na = 1\n[profile default]\nb = 2\n", { b: "2" }],
  ["default", "[profile default]\nb = 2\n[default]\na = 1\n", { a: "1" }],
  ["me", '[profile me]\na = 1\n[profile "me"]\nb = 2\n', { b: "2" }],
  ["me", "[profile 'me']\nb = 2\n[profile me]\na = 1\n", { a: "1" }],
];

for (const [profile, config, expected] of TWICE) {
  Deno.test(`of ${JSON.stringify(config)} the later profile counts`, () => {
    const settings = profileSettings(parse(""), profile, parse(config));
    const read = ["a", "b"].map((key) => [key, settings?.get(key)])
      .filter(([, value]) => value !== undefined);
    assert.deepEqual(Object.fromEntries(read), expected);
  });
}

Deno.test({
  name: `botocore takes the later profile too${SKIPPED}`,
  ignore: !hasBotocore,
  async fn() {
    const read = await profilesOfBotocore(TWICE.map(([, config]) => config));
    TWICE.forEach(([profile, config, expected], i) => {
      assert.deepEqual(read[i]![profile], expected, config);
    });
  },
});

Deno.test("the profiles of the config are those that its headers call so", () => {
  const config = parse(
    "[default]\n[profile a]\n[profile \"b c\"]\n[profile 'd']\n[e]\n[sso-session f]\n[services g]\n",
  );
  assert.deepEqual(profileNames(config), ["default", "a", "b c", "d"]);
});
