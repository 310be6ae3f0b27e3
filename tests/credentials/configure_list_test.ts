/**
 * The doctor fails on every config that the AWS CLI fails on.
 *
 * `aws configure list --profile X` runs for each profile X that a section of
 * either file names, and once without a profile. It sends no request, and it
 * reads a value only where it needs it. So the two agree on a file if
 *
 * - `aws` fails for at least one of them and doctor's exit status is 1, or
 * - `aws` passes for each, and doctor finds no error, or only errors of
 *   {@linkcode BEYOND}: the faults that other commands or other AWS tools meet.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { configureList, hasAws } from "./configure_list.ts";
import { diagnose } from "../../src/credentials/doctor/diagnose.ts";
import type { Finding } from "../../src/credentials/doctor/finding.ts";
import { parse } from "../../src/credentials/parse.ts";
import { SETTING_CHECKS } from "../../src/make_services.ts";
import { ignoreWithout } from "../support/programs.ts";
import { CLEAN_CONFIGS, FAULTY_CONFIGS } from "./faulty_configs.ts";
import { CLEAN_FILES, FAULTY_FILES } from "./faulty_files.ts";
import { soundFile, wildFile } from "./generators.ts";
import { UNUSUAL_FILES } from "./unusual_files.ts";

const KEYS = "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n" +
  "aws_secret_access_key = CANARY\n";

const BEYOND = new Set([
  // Requests fail, and a list of settings sends none.
  ...["invalid_region", "invalid_ca_bundle", "services_missing"],
  ...["user_arn_as_mfa_device", "unusable_mfa_device"],
  // The AWS CLI ignores a section, a line, or an incomplete key.
  ...["profile_twice", "section_ignored", "shell_line", "security_token"],
  "keys_incomplete",
  // Other AWS tools read the file in another way.
  ...["setting_syntax", "setting_value", "indented_line", "section_header"],
  ...["section_name", "lone_cr"],
  // updsts alone refuses to write.
  ...["unmatched_tag", "tags_dropped", "long_term_keys_in_block"],
  "role_overrides_session",
]);

interface Files {
  readonly name: string;
  readonly config: string;
  readonly credentials: string;
  /** Whether `aws` passes, where it is known. */
  readonly passes?: boolean;
}

function diagnoseFiles({ config, credentials }: Files): Finding[] {
  return diagnose({
    credentials: { document: parse(credentials) },
    config: { document: parse(config) },
    mode: 0o600,
    losesGroup: false,
    isBindMounted: false,
    environment: () => undefined,
    connection: { ...SETTING_CHECKS, bundleFault: () => undefined },
    now: new Date("2025-10-05T06:00:00Z"),
  });
}

/** What a user would write after `--profile` for each section. */
function profilesOf({ config, credentials }: Files): (string | null)[] {
  const ofConfig = [...parse(config.replace(/^\ufeff/, "")).sections.keys()]
    .filter((name) => !/^(sso-session|services)|^(plugins|preview)$/.test(name))
    .map((name) => name.replace(/^profile\s+/, ""))
    .map((name) => /^(["'])(.*)\1\s*$/.exec(name)?.[2] ?? name.trimEnd());
  return [
    null,
    ...new Set([...ofConfig, ...parse(credentials).sections.keys()]),
  ];
}

/** Compares the two, and gives the number of files that `aws` fails on. */
async function compare(files: readonly Files[]): Promise<{
  failed: number;
  strict: number;
}> {
  const encoder = new TextEncoder();
  const statuses = await configureList(files.map((file) => ({
    config: encoder.encode(file.config),
    credentials: encoder.encode(file.credentials),
    profiles: profilesOf(file),
  })));
  let failed = 0;
  let strict = 0;
  files.forEach((file, i) => {
    const findings = diagnoseFiles(file);
    const errors = findings.filter(({ severity }) => severity === "error");
    const codes = errors.map(({ code }) => code);
    const fails = statuses[i]!.some((status) => status !== 0);
    const shown = `${file.name}: aws ${statuses[i]} for ${
      JSON.stringify(profilesOf(file))
    }, doctor ${codes}\n${file.config}\n--\n${file.credentials}`;
    if (fails) {
      failed++;
      assert.ok(errors.length > 0, shown);
    } else if (!file.config.includes("\0")) {
      // Only Python reads a NUL as text.
      assert.ok(codes.every((code) => BEYOND.has(code)), shown);
    }
    assert.ok(file.passes !== fails, shown);
    if (fails === errors.length > 0) strict++;
    for (const { file, line } of findings) {
      assert.ok(file !== null && line !== null && line >= 1, shown);
    }
  });
  return { failed, strict };
}

const TABLES: readonly Files[] = [
  ...CLEAN_CONFIGS,
  ...FAULTY_CONFIGS,
  ...[...CLEAN_FILES, ...FAULTY_FILES.map(({ name, text }) => [name, text])]
    .flatMap(([name, text]) =>
      [
        { name: `${name}, as the config`, config: text!, credentials: "" },
        { name: `${name}, as the credentials`, config: "", credentials: text! },
      ] as Files[]
    ),
  ...UNUSUAL_FILES.map(({ name, text }) => ({
    ...{ name, config: text, credentials: "" },
  })),
];

Deno.test(ignoreWithout("aws", {
  name: "doctor and aws configure list agree on every config of the tables",
  async fn() {
    const { failed, strict } = await compare(TABLES);
    assert.ok(failed >= TABLES.length / 10, `${failed}`);
    assert.ok(strict >= 100, `${strict} of ${TABLES.length}`);
  },
}, hasAws));

const HEADERS = [
  ...["default", "profile a", "profile b", 'profile "c d"', "profile default"],
  ...["prod", "profile", "profile a b", "profile 'a'", "sso-session s"],
  ...["services x", "sso-session", "plugin", "preview", "profile\ta"],
];
const SETTINGS = [
  ...["role_arn = r", "role_arn =", "source_profile = a", "source_profile = b"],
  ...["source_profile = c d", "source_profile = default", "source_profile ="],
  ...["credential_source = Environment", "web_identity_token_file = /t"],
  ...["web_identity_token_file =", "aws_access_key_id = AKIAIOSFODNN7EXAMPLE"],
  ...["aws_secret_access_key = s", "aws_session_token = t", "region ="],
  ...["sso_session = s", "sso_account_id = 1", "sso_role_name = r"],
  ...["sso_start_url = https://x.test", "sso_region = eu-west-1"],
  ...["credential_process = /p", "services = x", "region = eu-west-1"],
  ...["metadata_service_timeout = 1", "metadata_service_timeout = x"],
  ...["cli_timestamp_format = wire", "cli_timestamp_format = x"],
  ...["s3 =\n  a = b", "region =\n  a = b", "role_arn =\n  a = b", "x"],
  ...["source_profile =\n  a = b", "credential_process =\n  a = b"],
  ...["sso_session =\n  a = b", "web_identity_token_file =\n  a = b"],
  ...["aws_access_key_id =\n  a = b", "  region = x", "credential_source = x"],
];

const section = fc.tuple(
  fc.constantFrom(...HEADERS),
  fc.subarray(SETTINGS, { maxLength: 6 }),
).map(([header, settings]) => `[${header}]\n${settings.join("\n")}\n`);
const aws = fc.array(section, { minLength: 1, maxLength: 4 })
  .map((sections) => sections.join(""));

for (
  const [what, config, numRuns] of [
    ["settings of AWS tools", aws, 300],
    ["lines of any kind", fc.oneof(soundFile, wildFile), 100],
  ] as const
) {
  Deno.test(ignoreWithout("aws", {
    name:
      `doctor and aws configure list agree on ${numRuns} configs of ${what}`,
    async fn() {
      const files = fc.tuple(config, fc.constantFrom("", KEYS))
        .map(([config, credentials]) => ({
          ...{ name: "generated", config, credentials },
        }));
      await compare(fc.sample(files, { numRuns, seed: 20251005 }));
    },
  }, hasAws));
}
