import assert from "node:assert/strict";
import { connectionSettings } from "../../src/executable/connection_settings.ts";
import { parseSections } from "../../src/credentials/parse_sections.ts";
import { Profiles } from "../../src/credentials/profiles.ts";
import { stsHost } from "../../src/sts/sts_host.ts";

/** The hosts of STS for one profile of a config, or for all. */
function hostsOf(config: string, name?: string): (string | undefined)[] {
  const profiles = new Profiles(parseSections(""), parseSections(config));
  const settings = connectionSettings(
    profiles,
    name === undefined ? profiles.names() : [name],
    { env: () => undefined, home: () => undefined },
  );
  return settings.map(stsHost).sort();
}

const role = (name: string, source: string, region: string) =>
  `[profile ${name}]
role_arn = arn:aws:iam::123456789012:role/${name}
source_profile = ${source}
region = ${region}
`;

Deno.test("the hosts of STS are those of each profile of a chain", () => {
  const config = role("a", "b", "eu-west-1") + role("b", "c", "eu-west-2") +
    "[profile c]\nregion = eu-west-3\n[profile d]\nregion = sa-east-1\n";
  const chain = ["eu-west-1", "eu-west-2", "eu-west-3"]
    .map((region) => `sts.${region}.amazonaws.com:443`);
  assert.deepEqual(hostsOf(config, "a"), chain);
  assert.deepEqual(hostsOf(config), [
    ...chain,
    "sts.sa-east-1.amazonaws.com:443",
  ]);
});

Deno.test("a source profile is combined with the MFA device of each of its roles", () => {
  const device = (partition: string) =>
    `mfa_serial = arn:${partition}:iam::123456789012:mfa/me\n`;
  const of = (name: string) =>
    `[profile ${name}]\nrole_arn = x\nsource_profile = base\n`;
  const config = "[profile base]\n" + of("a") + device("aws-cn") + of("b") +
    device("aws-us-gov");
  assert.deepEqual(hostsOf(config), [
    "sts.amazonaws.com:443",
    "sts.cn-northwest-1.amazonaws.com.cn:443",
    "sts.us-gov-west-1.amazonaws.com:443",
  ]);
});

Deno.test("a cycle ends, and a chain that no command follows is ignored", () => {
  const cycle = role("a", "b", "eu-west-1") + role("b", "a", "eu-west-2");
  assert.equal((hostsOf(cycle, "a")).length, 2);
  const long = Array.from(
    { length: 1000 },
    (_, i) => role(`p${i}`, `p${i + 1}`, `eu-west-${i}`),
  );
  assert.equal((hostsOf(long.join(""), "p0")).length, 11);
});

Deno.test("without an MFA device, the host of STS is that of the role's partition", () => {
  const config =
    "[profile a]\nrole_arn = arn:aws-cn:iam::123456789012:role/r\n";
  assert.deepEqual(hostsOf(config, "a"), [
    "sts.cn-northwest-1.amazonaws.com.cn:443",
  ]);
});
