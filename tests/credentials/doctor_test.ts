import assert from "node:assert/strict";
import { hintText } from "../../src/cli/hints.ts";
import fc from "fast-check";
import {
  diagnose,
  type DiagnosisInput,
} from "../../src/credentials/doctor/diagnose.ts";
import type { Finding } from "../../src/credentials/doctor/finding.ts";
import { parse } from "../../src/credentials/parse.ts";
import { SETTING_CHECKS } from "../../src/make_services.ts";
import { CLEAN_FILES, FAULTY_FILES } from "./faulty_files.ts";
import { soundFile, wildFile } from "./generators.ts";
import { NEW_BLOCK, OLD_BLOCK } from "./samples.ts";

const NOW = new Date("2025-10-05T06:00:00Z");

function findings(
  text: string,
  facts: Partial<DiagnosisInput> = {},
): Finding[] {
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

Deno.test("doctor finds a file whose group an update would lose", () => {
  const found = findings("", { losesGroup: true });
  assert.deepEqual(
    found.map(({ code, severity, file, line }) => [code, severity, file, line]),
    [["group_lost", "error", "credentials", null]],
  );
});

Deno.test("doctor has one finding for a text in UTF-16, and calls no profile missing", () => {
  const document = parse("[a]\0\n\0x");
  const utf16 = { document, isUtf16: true };
  const environment = (name: string) => name === "AWS_PROFILE" ? "gone" : "";
  const found = [
    ...findings("", { credentials: utf16, environment }),
    ...findings("", { config: utf16, environment }),
  ];
  assert.deepEqual(
    found.map(({ code, severity, file, line }) => [code, severity, file, line]),
    [
      ["not_utf8", "error", "credentials", 1],
      ["not_utf8", "error", "config", 1],
    ],
  );
});

Deno.test("doctor names ten of many expired sessions in one finding", () => {
  const blocks = Array.from(
    { length: 12 },
    (_, i) => OLD_BLOCK.replace("[default_sts]", `[s${i}]`),
  );
  const [found, ...others] = findings(`[default]\n${blocks.join("")}`);
  assert.deepEqual(others, []);
  assert.equal(
    found?.message,
    "12 sessions have expired: [s0], [s1], [s2], [s3], [s4], [s5], [s6], [s7], [s8], [s9] and 2 more",
  );
  assert.match(hintText(found.fix), /^renew them with /);
});

/** Variables of the connection, and what has to be found. */
const CONNECTIONS: [env: Record<string, string>, found: string[]][] = [
  [{ AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "aws-global" }, []],
  [{ AWS_REGION: "eu-west-1a" }, ["AWS_REGION is an availability zone"]],
  [{ AWS_DEFAULT_REGION: "canary" }, [
    "AWS_DEFAULT_REGION is not an AWS region",
  ]],
  [{ AWS_REGION: "local", AWS_ENDPOINT_URL: "http://localhost:4566" }, []],
  [{ HTTPS_PROXY: "http://proxy.example:3128", NO_PROXY: "*" }, []],
  [{ https_proxy: "http://me:can#ary@proxy:3128" }, [
    "the proxy URL in https_proxy is not valid",
  ]],
  [{ HTTPS_PROXY: "canary proxy", https_proxy: "http://proxy:3128" }, []],
  [{ ALL_PROXY: "socks4://canary" }, [
    "the proxy URL in ALL_PROXY is not for an HTTP or SOCKS5 proxy",
  ]],
  [{ AWS_CA_BUNDLE: "/good.pem" }, []],
  [{ AWS_CA_BUNDLE: "/canary/gone.pem" }, [
    "AWS_CA_BUNDLE names a file that updsts cannot read",
  ]],
];

for (const [env, expected] of CONNECTIONS) {
  Deno.test(`doctor checks the connection with ${JSON.stringify(env)}`, () => {
    const found = findings("", {
      environment: (name) => env[name],
      connection: {
        ...SETTING_CHECKS,
        bundleFault: (path) => path === "/good.pem" ? undefined : "unreadable",
      },
    });
    assert.deepEqual(found.map(({ message }) => message), expected);
    assert.doesNotMatch(JSON.stringify(found), /canary|can#ary/);
    for (const { severity, file, line } of found) {
      assert.deepEqual([severity, file, line], ["error", null, null]);
    }
  });
}

Deno.test("doctor names the line of a CA bundle that can't be used, and not its path", () => {
  const text = "[default]\nca_bundle = /canary/gone.pem\n";
  const facts = {
    connection: {
      ...SETTING_CHECKS,
      bundleFault: () => "no_certificates" as const,
    },
  };
  const config = { document: parse(text) };
  const found = [
    ...findings(text, facts),
    ...findings("", { ...facts, config }),
  ];
  assert.deepEqual(
    found.map(({ code, file, line }) => [code, file, line]),
    [
      ["invalid_ca_bundle", "credentials", 2],
      ["invalid_ca_bundle", "config", 2],
    ],
  );
  assert.doesNotMatch(JSON.stringify(found), /canary/);
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

Deno.test("doctor finds the ARN of a user in place of an MFA device in the config", () => {
  const serial = "arn:aws:iam::123456789012:user/me";
  const config = configOf(["default"], { mfa_serial: serial });
  assert.deepEqual(
    findings("", { config }).map(({ code, severity, line }) => [
      ...[code, severity, line],
    ]),
    [["user_arn_as_mfa_device", "error", 2]],
  );
});

Deno.test("doctor finds a role and its source profile in the config", () => {
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
