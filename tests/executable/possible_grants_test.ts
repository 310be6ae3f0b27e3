import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { possibleGrants } from "../../src/executable/possible_grants.ts";
import { NEEDS } from "../../src/executable/command_grants.ts";
import { makeHome } from "../support/updsts.ts";
import { allGrants } from "./all_grants.ts";

/** A word of a command line; `HOME` is the home directory. */
const WORD = fc.constantFrom(
  ...["-c", "-c=", "--c", "--cred", "--credential_file", "--Credential-File"],
  ...["-n", "p1", "p2", "--profile=p3", "-t", "012345", "--page", "--", "-x"],
  ...["HOME/other", "-cHOME/other", "-c=HOME/other", "--cred=HOME/other"],
  ...["HOME/with space", "-cHOME/with space", "-c=~/with space", "~/other"],
  ...["--line", "--line=updsts get -c HOME/other -n ", "--mfa-serial"],
  ...["updsts get --cred=~/other --pr", "arn:aws-us-gov:iam::1:mfa/me"],
);

/** A variable of the environment. */
const VARIABLE = fc.constantFrom(
  ...["AWS_REGION=eu-west-1", "AWS_REGION=fips-us-gov-west-1"],
  ...["AWS_REGION=aws-global", "AWS_DEFAULT_REGION=us-isob-east-1"],
  ...["AWS_CA_BUNDLE=~/a.pem", "AWS_CA_BUNDLE=HOME/b c.pem"],
  ...[
    "AWS_ENDPOINT_URL=http://LOCALHOST:4566",
    "AWS_ENDPOINT_URL=http://[::1]",
  ],
  ...["AWS_ENDPOINT_URL_STS=https://10.0.0.1/x", "AWS_ENDPOINT_URL_STS=x"],
  ...["AWS_USE_FIPS_ENDPOINT=true", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true"],
  ...["HTTPS_PROXY=proxy.internal", "HTTPS_PROXY=http://u:p@Proxy.internal:1"],
  ...["https_proxy=socks5h://Socks.internal", "https_proxy=https://p.local"],
  ...["ALL_PROXY=socks5://127.0.0.1:9", "http_proxy=10.0.0.2:8"],
);

/** Lines of a credentials file or config. */
const LINES = [
  ...["region = eu-west-2", "REGION: us-gov-east-1", "region=cn-north-1-fips"],
  ...["region = aws-global", "  region = us-east-1", "# region = x"],
  ...["mfa_serial = arn:aws-cn:iam::1:mfa/me", "aws_access_key_id = AKIA"],
  ...["role_arn = arn:aws-iso-b:iam::1:role/r", "mfa_device_arn = 1234567"],
  ...["source_profile = p1", "source_profile = p2", "aws_session_token = x"],
  ...["use_fips_endpoint = true", "use_dualstack_endpoint = TRUE"],
  ...["ca_bundle\t= ~/a.pem", "CA_Bundle : ~/b c.pem \t"],
  ...["ca_bundle = ~/key.pem", "ca_bundle =", "  ~/a.pem", "# [comment]", ""],
];

/** Lines of a config, some of which make a profile invalid elsewhere. */
const CONFIG_LINES = [
  ...["endpoint_url =", "# endpoint_url =", "# endpoint_url:"],
  ...["endpoint_url = http://sts.localhost:1", "Endpoint_URL:https://10.0.0.4"],
  ...[
    "services = s",
    "[services s]",
    "sts =",
    "  endpoint_url = https://[::1]",
  ],
];

/** A file with a few lines for each of three profiles. */
function fileOf(kind: string, lines: string[]): fc.Arbitrary<string> {
  const some = fc.array(fc.constantFrom(...lines), { maxLength: 4 });
  return fc.tuple(some, some, some, fc.constantFrom("\n", "\r\n"))
    .map(([one, two, three, end]) =>
      [
        ...[`[${kind}p1]`, ...one, `[${kind}p2]`, ...two],
        ...[`[${kind}p3]`, ...three, ""],
      ].join(end)
    );
}

Deno.test("the search finds all that the parsers find", async () => {
  await using home = await makeHome("");
  const write = (path: string, text: string) =>
    Deno.writeTextFile(join(home.path, path), text);
  await write("a.pem", "-----BEGIN CERTIFICATE-----\n");
  await write("b c.pem", "-----BEGIN CERTIFICATE-----\n");
  await write("key.pem", "-----BEGIN PRIVATE KEY-----\n");
  const writeAll = async (name: string, files: fc.Arbitrary<string>) => {
    const texts = fc.sample(files, 50);
    for (const [i, text] of texts.entries()) await write(`${name}${i}`, text);
    return texts.map((_, i) => join(home.path, `${name}${i}`));
  };
  const configs = await writeAll(
    "config",
    fileOf("profile ", [...LINES, ...CONFIG_LINES]),
  );
  const credentials = await writeAll("credentials", fileOf("", LINES));
  for (const name of ["other", "with space"]) {
    await Deno.rename(credentials.pop()!, join(home.path, name));
  }
  // Files that changed a moment ago would be read again and again.
  await new Promise((end) => setTimeout(end, 2_100));
  const inHome = (text: string) => text.replace("HOME", home.path);
  const line = fc.tuple(
    fc.constantFrom(...NEEDS.keys(), "man"),
    fc.array(WORD, { maxLength: 5 }),
  );
  await fc.assert(
    fc.asyncProperty(
      line,
      fc.array(VARIABLE, { maxLength: 2 }),
      fc.constantFrom(...configs),
      fc.constantFrom(...credentials),
      async ([command, words], variables, config, file) => {
        const set = new Map(
          variables.map((each) => each.split("=") as [string, string]),
        );
        set.set("AWS_CONFIG_FILE", config);
        set.set("AWS_SHARED_CREDENTIALS_FILE", file);
        await allGrants([command, ...words.map(inHome)], {
          env: (name) => set.get(name)?.replace("HOME", home.path),
          home: () => home.path,
        });
      },
    ),
    { numRuns: 1_000 },
  );
});

Deno.test("an endpoint in the credentials file permits no host", async () => {
  await using home = await makeHome(
    "[default]\nendpoint_url = http://10.0.0.1:1\n",
  );
  const { grants } = await possible(home.path);
  assert.ok(!grants.net.includes("10.0.0.1:1"));
});

Deno.test("a setting below one without a value is found", async () => {
  await using home = await makeHome("[default]\n");
  const bundle = join(home.path, "a.pem");
  await Deno.writeTextFile(bundle, "");
  await Deno.writeTextFile(
    join(home.path, ".aws/config"),
    `[default]
# endpoint_url =
endpoint_url = http://localhost:4566
# ca_bundle =
ca_bundle = ${bundle}
`,
  );
  const { grants } = await possible(home.path);
  assert.ok(grants.net.includes("localhost:4566"));
  assert.ok(grants.read.includes(bundle));
});

function possible(home: string, before?: () => void) {
  const environment = { env: () => undefined, home: () => home };
  return possibleGrants(["get", "default"], environment, before);
}

Deno.test("the files are searched after the other permissions are known", async () => {
  await using home = await makeHome("[default]\n");
  const { grants } = await possible(home.path, () => {
    Deno.writeTextFileSync(home.credentials, "region = eu-west-1\n");
  });
  assert.ok(grants.net.includes("sts.eu-west-1.amazonaws.com:443"));
});

Deno.test("a file that a program is writing is searched when it is complete", async () => {
  await using home = await makeHome("");
  const { grants } = await possible(home.path, () => {
    Deno.writeTextFileSync(home.credentials, "[default]\nreg");
    setTimeout(() => {
      const options = { append: true };
      Deno.writeTextFileSync(home.credentials, "ion = eu-west-1\n", options);
    });
  });
  assert.ok(grants.net.includes("sts.eu-west-1.amazonaws.com:443"));
});

/** Of a size at which work with the square of it would not come to an end. */
Deno.test("any text is searched in linear time", async () => {
  const parts = ["ca_bundle ", "endpoint_url", "us-", "us-gov-", "arn:aws-"];
  for (const part of [...parts, "ca_bundle=\t", "us-a", " ", "a"]) {
    const text = part.repeat(4_000_000 / part.length);
    await using home = await makeHome(`${text}\n`);
    await Deno.writeTextFile(join(home.path, ".aws/config"), `${text}\n`);
    const { grants } = await possible(home.path);
    assert.ok(grants.write.includes(home.credentials));
  }
});
