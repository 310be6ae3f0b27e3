import assert from "node:assert/strict";
import { join } from "node:path";
import { UpdstsError } from "../src/errors.ts";
import type { Services } from "../src/operations/services.ts";
import { makeServices } from "../src/make_services.ts";
import { hintOf } from "./support/hint_of.ts";
import { ignoreWithout } from "./support/programs.ts";

const NO_SETTINGS = { get: () => undefined, endpointUrl: () => undefined };

const DEVICE = "arn:aws:iam::123456789012:mfa/me";

function servicesIn(env: Record<string, string>, said: string[]): Services {
  return makeServices({
    env: (name) => env[name],
    home: () => undefined,
    log: { warn: (text) => void said.push(text), info() {}, debug() {} },
  });
}

async function warnings(endpoint: string): Promise<string[]> {
  const said: string[] = [];
  const services = servicesIn({ AWS_ENDPOINT_URL_STS: endpoint }, said);
  await services.connect(NO_SETTINGS, DEVICE);
  return said;
}

Deno.test("an unencrypted endpoint on the network causes a warning", async () => {
  assert.deepEqual(await warnings("http://sts.example.com:8080/"), [
    "the session crosses the network unencrypted: the endpoint sts.example.com:8080 uses http",
  ]);
});

Deno.test("an encrypted or local endpoint causes no warning", async () => {
  for (
    const endpoint of [
      "https://sts.example.com",
      "http://localhost:4566",
      "http://127.0.0.1:4566",
      "http://[::1]:4566",
    ]
  ) assert.deepEqual(await warnings(endpoint), [], endpoint);
});

Deno.test(ignoreWithout("mkfifo", {
  name:
    "a CA bundle that has no end, is far too large, or is waited for, is refused",
  async fn() {
    const directory = await Deno.makeTempDir();
    const pipe = join(directory, "pipe");
    await new Deno.Command("mkfifo", { args: [pipe] }).output();
    const large = join(directory, "large");
    await Deno.writeFile(large, new Uint8Array());
    await Deno.truncate(large, 8 * 1024 * 1024 + 1);
    for (const path of [pipe, "/dev/zero", directory, large]) {
      const services = servicesIn({ AWS_CA_BUNDLE: path }, []);
      await assert.rejects(services.connect(NO_SETTINGS, DEVICE), (error) => {
        assert.ok(error instanceof UpdstsError);
        assert.equal(error.message, `cannot read the CA bundle ${path}`);
        assert.match(hintOf(error), /to a regular file of certificates/);
        return true;
      });
    }
    await Deno.remove(directory, { recursive: true });
  },
}));

Deno.test("the timeout of STS is 30 seconds", async () => {
  const services = servicesIn(
    { AWS_ENDPOINT_URL_STS: "http://127.0.0.1:1" },
    [],
  );
  const { timeout } = AbortSignal;
  const given: number[] = [];
  AbortSignal.timeout = (ms) => {
    given.push(ms);
    return AbortSignal.abort(new DOMException("", "TimeoutError"));
  };
  try {
    const ask = await services.connect(NO_SETTINGS, DEVICE);
    const request = {
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
      secretAccessKey: "CANARY",
      mfa: { device: DEVICE, code: "012345" },
      duration: 900,
      roles: [],
    };
    await assert.rejects(ask(request, new AbortController().signal), {
      message: "127.0.0.1:1 did not answer within 30 seconds",
    });
  } finally {
    AbortSignal.timeout = timeout;
  }
  assert.deepEqual(given, [30_000]);
});
