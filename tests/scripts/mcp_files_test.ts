/** The manifest of the bundle and server.json, against their published schemas. */
import { Ajv } from "ajv";
import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { mcpbManifest, serverJson } from "../../scripts/release/mcp.ts";
import { USER_CONFIG } from "../../scripts/release/mcpb_texts.ts";
import { mcpbName } from "../../scripts/release/names.ts";
import { TARGET_NAMES } from "../../scripts/targets.ts";
import { parseArgs } from "../../src/cli/parse_args.ts";

const manifest = mcpbManifest("x86_64-pc-windows-msvc", "server/updsts.exe");
const server = JSON.parse(serverJson(
  new Map(
    TARGET_NAMES.map(mcpbName).map((name) => [name, hash("sha256", name)]),
  ),
));

const FILES: [name: string, value: Record<string, unknown>, schema: string][] =
  [
    ["the bundle's manifest", manifest, "mcpb-manifest-v0.3.schema.json"],
    ["server.json", server, "server-2025-12-11.schema.json"],
  ];

for (const [name, value, file] of FILES) {
  Deno.test(`${name} matches its published schema`, async () => {
    const url = new URL(`schemas/${file}`, import.meta.url);
    const schema = JSON.parse(await Deno.readTextFile(url));
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const isValid = ajv.compile(schema);
    assert.ok(isValid(value), ajv.errorsText(isValid.errors));
    assert.ok(!isValid({ ...value, name: 1 }));
    const { version: _, ...others } = value;
    assert.ok(!isValid(others));
  });
}

type Settings = Record<string, string | boolean>;

/** The server's arguments with a client's settings, as the reference client makes them. */
function argumentsWith(settings: Settings): string[] {
  const defaults = Object.fromEntries(
    Object.entries(USER_CONFIG).map(([name, option]) => [name, option.default]),
  );
  return manifest.server.mcp_config.args.map((arg) =>
    Object.entries({ ...defaults, ...settings }).reduce(
      (text, [name, value]) =>
        text.replaceAll(`\${user_config.${name}}`, String(value)),
      arg,
    )
  );
}

Deno.test("the arguments of a bundle with empty settings are those of the defaults", () => {
  const { command, values, operands, fault } = parseArgs(argumentsWith({}));
  assert.equal(fault, undefined);
  assert.equal(command, "mcp");
  assert.deepEqual(operands, []);
  assert.equal(values.credentialFile, "");
  assert.equal(values.mcpServer, true);
  assert.equal(values.ignoreEmpty, true);
  assert.equal(values.allowFormElicitation, false);
  assert.equal(values.noPage, false);
  assert.deepEqual(new Set(values.profiles), new Set([""]));
  assert.deepEqual(new Set(values.rolePolicyArn), new Set([""]));
});

Deno.test("each setting of a bundle reaches the server", () => {
  const settings: Settings = {
    credential_file: "C:\\My files\\credentials",
    profile_1: "-a b",
    profile_2: "",
    profile_3: "c=d",
    role_policy_arn_1: "",
    role_policy_arn_2: "arn:aws:iam::aws:policy/ReadOnlyAccess",
    allow_form_elicitation: true,
    no_page: true,
  };
  assert.deepEqual(Object.keys(settings), Object.keys(USER_CONFIG));
  const { values, fault } = parseArgs(argumentsWith(settings));
  assert.equal(fault, undefined);
  assert.equal(values.credentialFile, settings.credential_file);
  assert.deepEqual(values.profiles, ["-a b", "", "c=d"]);
  assert.deepEqual(values.rolePolicyArn, ["", settings.role_policy_arn_2]);
  assert.equal(values.allowFormElicitation, true);
  assert.equal(values.noPage, true);
});
