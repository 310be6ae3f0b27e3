import assert from "node:assert/strict";
import { findKeySection } from "../../src/credentials/key_section.ts";
import { settingOf } from "../../src/credentials/read_setting.ts";
import { parse } from "../../src/credentials/parse.ts";
import { Profiles } from "../../src/credentials/profiles.ts";
import {
  type AwsFiles,
  credentialsOfBotocore,
  hasBotocore,
  SKIPPED,
} from "./botocore.ts";
import { ignoreWithout } from "../support/programs.ts";

const KEYS = ["aws_access_key_id", "aws_secret_access_key"];

/** The lines of keys whose values say which file they are from. */
function lines(file: string, keys: readonly string[]): string {
  return keys.map((key) => `${key} = ${key}-${file}\n`).join("");
}

interface Case extends AwsFiles {
  readonly name: string;
  /** The file whose keys are used. */
  readonly expected: "credentials" | "config" | undefined;
}

function both(credentials: readonly string[], config: readonly string[]) {
  return {
    credentials: `[dev]\n${lines("credentials", credentials)}`,
    config: `[profile dev]\n${lines("config", config)}`,
  };
}

const TOKEN = "aws_session_token";

/** `null` for botocore: it rejects a file's key id without its secret. */
const CASES: readonly Case[] = [
  {
    name: "both files have a pair",
    ...both(KEYS, KEYS),
    expected: "credentials",
  },
  { name: "the config has the pair", ...both([], KEYS), expected: "config" },
  {
    name: "only the config has the profile",
    credentials: "",
    config: both([], KEYS).config,
    expected: "config",
  },
  {
    name: "the credentials file has a secret alone",
    ...both(["aws_secret_access_key"], KEYS),
    expected: "config",
  },
  {
    name: "the config has a token, and the credentials file the pair",
    ...both(KEYS, [...KEYS, TOKEN]),
    expected: "credentials",
  },
  {
    name: "the credentials file has a token, and the config the pair",
    ...both([TOKEN], KEYS),
    expected: "config",
  },
  {
    name: "[DEFAULT] of the credentials file has the pair",
    credentials: `[DEFAULT]\n${lines("credentials", KEYS)}[dev]\n`,
    config: both([], KEYS).config,
    expected: "credentials",
  },
  {
    name: "[DEFAULT] of the config has the pair",
    credentials: "[dev]\n",
    config: `[DEFAULT]\n${lines("config", KEYS)}[profile dev]\n`,
    expected: "config",
  },
  {
    name: "the credentials file has a key id alone",
    ...both(["aws_access_key_id"], KEYS),
    expected: "credentials",
  },
  {
    name: "the config has a key id alone",
    ...both(["aws_secret_access_key"], ["aws_access_key_id"]),
    expected: "config",
  },
  { name: "neither has one", ...both([], []), expected: undefined },
];

function read({ credentials, config }: AwsFiles) {
  const profiles = new Profiles(parse(credentials), parse(config));
  const found = findKeySection(profiles, profiles.find("dev")!);
  if (!found) return null;
  const [id, secret, token] = [...KEYS, TOKEN].map((key) =>
    settingOf(found.document, found.section, key)?.value ?? null
  );
  return { found, keys: [id, secret, token] };
}

for (const { name, expected, ...files } of CASES) {
  Deno.test(`where ${name}, the keys are those of ${expected ?? "neither"}`, () => {
    const { found, keys } = read(files) ?? {};
    assert.equal(found?.isInConfig, expected && expected === "config");
    assert.equal(found?.section.name, expected && "dev");
    const other = expected === "config" ? /credentials$/ : /config$/;
    for (const key of keys ?? []) assert.doesNotMatch(key ?? "", other);
  });
}

Deno.test(ignoreWithout("botocore", {
  name: `botocore reads the pair from the same file${SKIPPED}`,
  async fn() {
    const taken = await credentialsOfBotocore("dev", CASES);
    CASES.forEach((each, i) => {
      const keys = read(each)?.keys;
      assert.deepEqual(taken[i], keys?.[1] ? keys : null, each.name);
    });
  },
}, hasBotocore));
