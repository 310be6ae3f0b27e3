import assert from "node:assert/strict";
import { join } from "node:path";
import { UpdstsError } from "../../src/errors.ts";
import { parse } from "../../src/credentials/parse.ts";
import { Profiles } from "../../src/credentials/profiles.ts";
import type { StsSettings } from "../../src/sts/sts_host.ts";
import { explainSettings } from "../../src/sts/explain_setting.ts";
import { stsSettings } from "../../src/sts/region_and_endpoint.ts";
import { hintOf } from "../support/hint_of.ts";
import { SETTINGS } from "./settings.ts";

interface Case {
  name: string;
  env?: Record<string, string>;
  /** Lines below `[me]` in the credentials file. */
  profile?: string;
  config?: string;
  device?: string;
  expected: Partial<StsSettings>;
}

function settingsOf(
  { env, profile, config, device }: Omit<Case, "name" | "expected">,
): StsSettings {
  const document = parse(`[me]\n${profile ?? ""}`);
  return explainSettings(() =>
    stsSettings(
      { env: (name) => env?.[name], home: () => "/home/me" },
      new Profiles(document, parse(config ?? "")).find("me")!,
      device ?? "arn:aws:iam::123456789012:mfa/me",
    )
  );
}

const CONFIG = `[default]
region = us-west-1
[profile me]
region = eu-west-1
ca_bundle = /ca.pem
services = mine
[services mine]
s3 =
  endpoint_url = http://s3
sts =
  endpoint_url = http://sts.mine
`;

const CASES: Case[] = [
  {
    name: "nothing: the global endpoint",
    expected: SETTINGS,
  },
  {
    name: "AWS_REGION over AWS_DEFAULT_REGION over the profile",
    env: { AWS_REGION: "us-east-2", AWS_DEFAULT_REGION: "us-west-2" },
    profile: "region = ca-central-1\n",
    expected: { region: "us-east-2", isGlobal: false },
  },
  {
    name: "AWS_DEFAULT_REGION over the profile",
    env: { AWS_REGION: "", AWS_DEFAULT_REGION: "us-west-2" },
    profile: "region = ca-central-1\n",
    expected: { region: "us-west-2" },
  },
  {
    name: "the credentials file over the config file",
    profile: "region = ca-central-1\n",
    config: CONFIG,
    expected: { region: "ca-central-1", isGlobal: false },
  },
  {
    name: "the config file's profile, its CA bundle and its services",
    config: CONFIG,
    expected: {
      region: "eu-west-1",
      caBundle: "/ca.pem",
      endpoint: "http://sts.mine",
    },
  },
  {
    name: "a quoted profile name",
    config: '[profile "me"]\nregion = eu-north-1\n',
    expected: { region: "eu-north-1" },
  },
  {
    name: "not another profile whose name begins alike",
    config: "[profile me2]\nregion = eu-north-1\n[me]\nregion = eu-west-2\n",
    expected: { region: "us-east-1", isGlobal: true },
  },
  {
    name: "AWS_ENDPOINT_URL_STS over AWS_ENDPOINT_URL over the config file",
    env: {
      AWS_ENDPOINT_URL_STS: "http://localhost:1",
      AWS_ENDPOINT_URL: "http://localhost:2",
    },
    config: CONFIG,
    expected: { endpoint: "http://localhost:1" },
  },
  {
    name: "AWS_ENDPOINT_URL over the config file",
    env: { AWS_ENDPOINT_URL: "http://localhost:2" },
    config: CONFIG,
    expected: { endpoint: "http://localhost:2" },
  },
  {
    name: "no custom endpoint if it is ignored",
    env: {
      AWS_ENDPOINT_URL: "http://localhost:2",
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "TRUE",
    },
    expected: { endpoint: undefined },
  },
  {
    name: "FIPS and dual stack, which the global endpoint does not support",
    env: { AWS_USE_FIPS_ENDPOINT: "true", AWS_USE_DUALSTACK_ENDPOINT: "True" },
    expected: {
      region: "us-east-1",
      isGlobal: false,
      useFips: true,
      useDualstack: true,
    },
  },
  {
    name: "aws-global: the global endpoint",
    profile: "region = aws-global\n",
    expected: { region: "us-east-1", isGlobal: true, useFips: false },
  },
  {
    name: "aws-global over the partition of the MFA device",
    env: { AWS_REGION: "aws-global" },
    device: "arn:aws-cn:iam::123456789012:mfa/me",
    expected: { region: "us-east-1", isGlobal: true },
  },
  {
    name: "aws-global with FIPS, which the global endpoint does not support",
    env: { AWS_REGION: "aws-global", AWS_USE_FIPS_ENDPOINT: "true" },
    expected: { region: "us-east-1", isGlobal: false, useFips: true },
  },
  ...Object.entries({
    "fips-us-east-1": "us-east-1",
    "us-west-2-fips": "us-west-2",
    "us-gov-west-1-fips": "us-gov-west-1",
    "fips-aws-global": "us-east-1",
  }).map(([region, expected]): Case => ({
    name: `the older name ${region} of a region with FIPS`,
    config: `[profile me]\nregion = ${region}\n`,
    expected: { region: expected, isGlobal: false, useFips: true },
  })),
  {
    name: "any region for a custom endpoint, which is only signed for",
    env: { AWS_REGION: "garage", AWS_ENDPOINT_URL: "http://localhost:1" },
    expected: { region: "garage", endpoint: "http://localhost:1" },
  },
  ...Object.entries({
    "~/ca.pem": join("/home/me", "ca.pem"),
    "~": join("/home/me"),
    "~you/ca.pem": "~you/ca.pem",
    "/a/~/ca.pem": "/a/~/ca.pem",
  }).flatMap(([path, caBundle]): Case[] => [
    {
      name: `AWS_CA_BUNDLE=${path}`,
      env: { AWS_CA_BUNDLE: path },
      expected: { caBundle },
    },
    {
      name: `ca_bundle = ${path}`,
      profile: `ca_bundle = ${path}\n`,
      expected: { caBundle },
    },
  ]),
  {
    name: "false in the environment over true in the profile",
    env: { AWS_USE_FIPS_ENDPOINT: "false" },
    profile: "use_fips_endpoint = true\n",
    expected: { useFips: false },
  },
  ...Object.entries({
    "aws-cn": "cn-northwest-1",
    "aws-us-gov": "us-gov-west-1",
    "aws-eusc": "eusc-de-east-1",
    "aws-iso": "us-iso-east-1",
    "aws-iso-b": "us-isob-east-1",
    "aws-iso-e": "eu-isoe-west-1",
    "aws-iso-f": "us-isof-south-1",
  }).map(([partition, region]): Case => ({
    name: `the partition ${partition} of the MFA device`,
    device: `arn:${partition}:iam::123456789012:mfa/me`,
    expected: { region, isGlobal: false },
  })),
  {
    name: "a partition with the name of a property of every object",
    device: "arn:constructor:iam::123456789012:mfa/me",
    expected: { region: "us-east-1", isGlobal: true },
  },
  {
    name: "a hardware device, which names no partition",
    device: "GAHT12345678",
    expected: { region: "us-east-1", isGlobal: true },
  },
];

for (const { name, expected, ...given } of CASES) {
  Deno.test(`stsSettings() follows ${name}`, () => {
    const settings = settingsOf(given);
    for (const [key, value] of Object.entries(expected)) {
      assert.deepEqual(settings[key as keyof StsSettings], value, key);
    }
  });
}

const REFUSED: [name: string, env: Record<string, string>, profile?: string][] =
  [
    ...["http://localhost/", "http://localhost/x"].map((
      url,
    ): [string, Record<string, string>, string] => [
      `an endpoint ${url} that swallowed the line below it`,
      {},
      `endpoint_url = ${url}\n  CANARY\n`,
    ]),
    [
      "a CA bundle that swallowed the line below it",
      {},
      `ca_bundle = /ca.pem\n  aws_secret_access_key = CANARY\n`,
    ],
    [
      "a region that swallowed the line below it",
      {},
      `region = us-east-1\n  x = CANARY\n`,
    ],
    ["a region that is a host", { AWS_REGION: "evil.example/#" }],
    ["a region with a line break", { AWS_REGION: "us-east-1\n" }],
    ...[
      "us-east-1a",
      "us-east",
      "mars-north-1",
      "aws-cn-global",
      "fips-us-east-1a",
      "fips-",
    ].map((region): [string, Record<string, string>] => [
      `the region ${region}, which no partition has`,
      { AWS_REGION: region },
    ]),
    ["an endpoint of one's own in a region with FIPS", {
      AWS_ENDPOINT_URL: "http://localhost",
      AWS_REGION: "fips-us-east-1",
    }],
    ...[
      "AWS_USE_FIPS_ENDPOINT",
      "AWS_USE_DUALSTACK_ENDPOINT",
      "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    ].map((name): [string, Record<string, string>] => [
      `${name}=yes`,
      { [name]: "yes, CANARY" },
    ]),
    ["use_fips_endpoint = 1", {}, "use_fips_endpoint = 1 CANARY\n"],
    [
      "a services section that is not there",
      {},
      "services = mine\n",
    ],
    [
      "services that swallowed the line below it",
      {},
      "services = mine\n  CANARY\n",
    ],
    [
      "an endpoint beside the service, not below it",
      {},
      "services = mine\n[services mine]\nsts = http://CANARY\n",
    ],
    ["a region in capitals", { AWS_REGION: "US-EAST-1" }],
    ["an endpoint that is not a URL", { AWS_ENDPOINT_URL: "localhost:1" }],
    ["a file as the endpoint", { AWS_ENDPOINT_URL: "file:///etc/passwd" }],
    ["an endpoint of one's own that is to be FIPS", {
      AWS_ENDPOINT_URL: "http://localhost",
      AWS_USE_FIPS_ENDPOINT: "true",
    }],
    ["an endpoint that stands for many hosts", {
      AWS_ENDPOINT_URL: "https://*.com",
    }],
    ["an endpoint of two hosts", { AWS_ENDPOINT_URL: "https://a,example.com" }],
    ["an endpoint that no host is called", {
      AWS_ENDPOINT_URL: "https://a..b",
    }],
    ["an endpoint with credentials", {
      AWS_ENDPOINT_URL: "http://me:CANARY@localhost",
    }],
    ["an endpoint with a query", {
      AWS_ENDPOINT_URL: "http://localhost?CANARY",
    }],
  ];

for (const [name, env, profile = ""] of REFUSED) {
  Deno.test(`stsSettings() refuses ${name}, without repeating it`, () => {
    const config = `[profile me]\n${profile}`;
    assert.throws(() => settingsOf({ env, config }), (error) => {
      assert.ok(error instanceof UpdstsError);
      assert.equal(error.code, "settings_invalid");
      assert.doesNotMatch(error.message + hintOf(error), /CANARY/);
      return true;
    });
  });
}

Deno.test("an endpoint in the credentials file is refused", () => {
  for (
    const profile of ["endpoint_url = http://evil.example\n", "services = x\n"]
  ) {
    assert.throws(() => settingsOf({ profile }), (error) => {
      assert.ok(error instanceof UpdstsError);
      assert.match(error.message, /is in the credentials file/);
      assert.match(hintOf(error), /^move the line to the config/);
      assert.doesNotMatch(error.message, /evil/);
      return true;
    });
    const env = { AWS_ENDPOINT_URL_STS: "http://localhost:1" };
    assert.equal(settingsOf({ env, profile }).endpoint, "http://localhost:1");
    const ignored = { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" };
    assert.equal(settingsOf({ env: ignored, profile }).endpoint, undefined);
  }
});
