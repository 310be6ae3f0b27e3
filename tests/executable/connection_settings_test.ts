import assert from "node:assert/strict";
import { connectionSettings } from "../../src/executable/connection_settings.ts";
import { stsHost } from "../../src/sts/sts_host.ts";

/** The hosts of STS for the profiles of a config. */
async function hostsOf(
  config: string,
  profile?: string,
): Promise<(string | undefined)[]> {
  const directory = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${directory}/config`, config);
    const env = { AWS_CONFIG_FILE: `${directory}/config` };
    const settings = await connectionSettings(
      `${directory}/credentials`,
      profile === undefined ? undefined : [profile],
      {
        env: (name) => Object.entries(env).find(([key]) => key === name)?.[1],
        home: () => directory,
      },
    );
    return settings.map(stsHost).sort();
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

const role = (name: string, source: string, region: string) =>
  `[profile ${name}]
role_arn = arn:aws:iam::123456789012:role/${name}
source_profile = ${source}
region = ${region}
`;

Deno.test("the hosts of STS are those of each profile of a chain", async () => {
  const config = role("a", "b", "eu-west-1") + role("b", "c", "eu-west-2") +
    "[profile c]\nregion = eu-west-3\n[profile d]\nregion = sa-east-1\n";
  const chain = ["eu-west-1", "eu-west-2", "eu-west-3"]
    .map((region) => `sts.${region}.amazonaws.com:443`);
  assert.deepEqual(await hostsOf(config, "a"), chain);
  assert.deepEqual(await hostsOf(config), [
    ...chain,
    "sts.sa-east-1.amazonaws.com:443",
  ]);
});

Deno.test("a source profile is combined with the MFA device of each of its roles", async () => {
  const device = (partition: string) =>
    `mfa_serial = arn:${partition}:iam::123456789012:mfa/me\n`;
  const of = (name: string) =>
    `[profile ${name}]\nrole_arn = x\nsource_profile = base\n`;
  const config = "[profile base]\n" + of("a") + device("aws-cn") + of("b") +
    device("aws-us-gov");
  assert.deepEqual(await hostsOf(config), [
    "sts.amazonaws.com:443",
    "sts.cn-northwest-1.amazonaws.com.cn:443",
    "sts.us-gov-west-1.amazonaws.com:443",
  ]);
});

Deno.test("a cycle ends, and a chain that no command follows is ignored", async () => {
  const cycle = role("a", "b", "eu-west-1") + role("b", "a", "eu-west-2");
  assert.equal((await hostsOf(cycle, "a")).length, 2);
  const long = Array.from(
    { length: 1000 },
    (_, i) => role(`p${i}`, `p${i + 1}`, `eu-west-${i}`),
  );
  assert.equal((await hostsOf(long.join(""), "p0")).length, 11);
});

Deno.test("without an MFA device, the host of STS is that of the role's partition", async () => {
  const config =
    "[profile a]\nrole_arn = arn:aws-cn:iam::123456789012:role/r\n";
  assert.deepEqual(await hostsOf(config, "a"), [
    "sts.cn-northwest-1.amazonaws.com.cn:443",
  ]);
});
