import assert from "node:assert/strict";
import { hintText } from "../../src/cli/hints.ts";
import fc from "fast-check";
import { diagnose, type Facts } from "../../src/credentials/doctor/diagnose.ts";
import type { Finding } from "../../src/credentials/doctor/finding.ts";
import { parse } from "../../src/credentials/parse.ts";
import { SETTING_CHECKS } from "../../src/services.ts";
import { CLEAN_FILES, FAULTY_FILES } from "./faulty_files.ts";
import { soundFile, wildFile } from "./generators.ts";
import { NEW_BLOCK } from "./samples.ts";

const NOW = new Date("2025-10-05T06:00:00Z");

function findings(text: string, facts: Partial<Facts> = {}): Finding[] {
  return diagnose({
    credentials: { document: parse(text) },
    config: { document: parse("") },
    mode: 0o600,
    losesGroup: false,
    isBindMounted: false,
    environment: () => undefined,
    connection: { ...SETTING_CHECKS, bundleFault: () => undefined },
    now: NOW,
    ...facts,
  });
}

/** A config, with the same settings in each profile. */
function configOf(
  names: readonly string[],
  settings: Record<string, string> = {},
) {
  const lines = Object.entries(settings).map(([key, value]) =>
    `${key} = ${value}\n`
  );
  const document = parse(
    names.map((name) => `[profile "${name}"]\n${lines.join("")}`).join(""),
  );
  return { document };
}

for (const [name, text] of CLEAN_FILES) {
  Deno.test(`doctor finds nothing in ${name}`, () => {
    assert.deepEqual(findings(text), []);
  });
}

for (const { name, text, finds } of FAULTY_FILES) {
  Deno.test(`doctor finds ${name}, and nothing else`, () => {
    const found = findings(text);
    assert.deepEqual(
      found.map(({ code, severity, line }) => [code, severity, line]),
      finds,
    );
    for (const finding of found) {
      const { message, why } = finding;
      const fix = hintText(finding.fix);
      assert.doesNotMatch(`${message} ${why} ${fix}`, /canary/i);
      for (const words of [message, why, fix]) {
        assert.match(words, /^\S.*[^.\s]$/);
      }
    }
  });
}

for (
  const [mode, isFound] of [
    [0o600, false],
    [0o400, false],
    [0o700, false],
    [0o640, true],
    [0o604, true],
    [0o620, true],
    [undefined, false],
  ] as const
) {
  Deno.test(`doctor ${isFound ? "warns of" : "takes"} the mode ${mode?.toString(8) ?? "of Windows"}`, () => {
    const found = findings("", { mode });
    assert.deepEqual(
      found.map(({ code, severity, line }) => [code, severity, line]),
      isFound ? [["file_permissions", "warning", null]] : [],
    );
  });
}

Deno.test("doctor warns of a bind-mounted file", () => {
  const found = findings("", { isBindMounted: true });
  assert.deepEqual(
    found.map(({ code, severity, line }) => [code, severity, line]),
    [["bind_mounted", "warning", null]],
  );
});

const ENVIRONMENTS: [set: string[], found: [string, string][]][] = [
  [[], []],
  [["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"], [[
    "environment_overrides",
    "warning",
  ]]],
  [["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"], [[
    "environment_overrides",
    "warning",
  ]]],
  [["AWS_ACCESS_KEY_ID"], [["environment_incomplete", "error"]]],
  [["AWS_SECRET_ACCESS_KEY"], [["environment_incomplete", "warning"]]],
  [["AWS_SESSION_TOKEN"], [["environment_incomplete", "warning"]]],
  [["AWS_SECURITY_TOKEN"], [["environment_incomplete", "warning"]]],
  [["AWS_WEB_IDENTITY_TOKEN_FILE"], [["environment_overrides", "warning"]]],
];

for (const [set, expected] of ENVIRONMENTS) {
  Deno.test(`doctor checks an environment with ${set.join(", ") || "nothing"}`, () => {
    const environment = (name: string) => set.includes(name) ? "CANARY" : "";
    const found = findings("", { environment });
    assert.deepEqual(
      found.map(({ code, severity }) => [code, severity]),
      expected,
    );
    assert.doesNotMatch(JSON.stringify(found), /CANARY/);
    for (const { message, line } of found) {
      assert.ok(message.includes(set[0]!));
      assert.equal(line, null);
    }
  });
}

for (
  const [HOME, USERPROFILE, isFound] of [
    ["D:\\me", "C:\\Users\\me", true],
    ["\\\\server\\me", "C:\\Users\\me", true],
    ["c:/users/me/", "C:\\Users\\me", false],
    ["/home/me", "C:\\Users\\me", false],
    ["/home/me", undefined, false],
    [undefined, "C:\\Users\\me", false],
  ] as const
) {
  Deno.test(`doctor ${isFound ? "warns of" : "takes"} HOME=${HOME} with USERPROFILE=${USERPROFILE}`, () => {
    const variables: Record<string, string | undefined> = { HOME, USERPROFILE };
    const found = findings("", { environment: (name) => variables[name] });
    assert.deepEqual(
      found.map(({ code, severity, line }) => [code, severity, line]),
      isFound ? [["home_differs", "warning", null]] : [],
    );
  });
}

const CONFIG_PROFILES = ["default", "a", "b c"];

for (
  const [name, isThere] of [
    ["x", true],
    ["default", true],
    ["a", true],
    ["b c", true],
    ["CANARY", false],
  ] as const
) {
  Deno.test(`doctor ${isThere ? "finds" : "reports"} the profile ${name} of AWS_PROFILE and of a block`, () => {
    const environment = (variable: string) =>
      variable === "AWS_PROFILE" ? name : undefined;
    const facts = { environment, config: configOf(CONFIG_PROFILES) };
    const found = findings("[x]\n", facts);
    assert.deepEqual(
      found.map(({ code, severity, line }) => [code, severity, line]),
      isThere ? [] : [["environment_profile", "error", null]],
    );
    assert.doesNotMatch(JSON.stringify(found), /CANARY/);
    const block = NEW_BLOCK.replace("key=default", `key=${name}`);
    assert.deepEqual(
      findings(`[x]\n${block}`, facts).map(({ code }) => code).slice(
        found.length,
      ),
      isThere ? [] : ["source_profile_missing"],
    );
  });
}

Deno.test("doctor finds a user for an MFA device in the config too", () => {
  const serial = "arn:aws:iam::123456789012:user/me";
  const config = configOf(["default"], { mfa_serial: serial });
  assert.deepEqual(
    findings("", { config }).map(({ code, severity, line }) => [
      ...[code, severity, line],
    ]),
    [["user_arn_as_mfa_device", "error", 2]],
  );
});

Deno.test("doctor looks for a role and its source in the config too", () => {
  const role = { role_arn: "arn:aws:iam::123456789012:role/r" };
  const found = (settings: Record<string, string>, text: string) =>
    findings(text, {
      config: configOf([text === keys ? "a" : "default_sts"], settings),
    }).map(({ code }) => code);
  const keys = "[a]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n" +
    "aws_secret_access_key = CANARY\n";
  assert.deepEqual(found(role, keys), ["role_without_source"]);
  assert.deepEqual(found({ ...role, source_profile: "a" }, keys), []);
  const block = `[default]\n${NEW_BLOCK}`;
  assert.deepEqual(found(role, block), ["role_overrides_session"]);
});

Deno.test("for every file, doctor shows no value and names existing lines", () => {
  const secret = "aVery/Secret+Value0123456789";
  const file = fc.oneof(soundFile, wildFile);
  fc.assert(
    fc.property(file, fc.nat(), (text, at) => {
      const lines = text.split("\n");
      lines.splice(
        at % (lines.length + 1),
        0,
        ["", "  ", "k = ", "# ", "region = #", "aws_session_token: "][at % 6] +
          secret,
      );
      const document = parse(lines.join("\n"));
      for (
        const { line, message, why, fix } of [
          ...findings(document.text),
          ...findings("", { config: { document } }),
        ]
      ) {
        const words = `${message} ${why} ${fix}`.toLowerCase();
        assert.ok(!words.includes(secret.toLowerCase()), words);
        assert.ok(line !== null && line >= 1 && line <= document.lines.length);
      }
    }),
    { numRuns: 2000 },
  );
});
