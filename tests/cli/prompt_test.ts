import assert from "node:assert/strict";
import { parse } from "../../src/credentials/parse.ts";
import { UpdstsError } from "../../src/errors.ts";
import { MfaCodeRejected } from "../../src/operations/sts_request.ts";
import type { Services } from "../../src/operations/services.ts";
import { PromptNotShown } from "../../src/platform/hidden_prompt.ts";
import { noTerminal, type Terminal } from "../../src/platform/terminal.ts";
import { hintOf } from "../support/hint_of.ts";
import { runIn } from "./fake_runtime.ts";

const FILE = `[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = CANARY
mfa_device_arn = arn:aws:iam::123456789012:mfa/me
`;

/** A terminal with its user, and what it shows. */
function typing(
  ...lines: (string | undefined)[]
): Terminal & { shown: string } {
  return {
    shown: "",
    write(text) {
      this.shown += text;
      return Promise.resolve();
    },
    readHidden(prompt) {
      this.shown += `${prompt}\n`;
      return Promise.resolve(lines.shift());
    },
    name: undefined,
    [Symbol.dispose]: () => {},
  };
}

/** Services that note what happens, and in which order. */
function noting(steps: string[]): Services {
  return {
    credentialPath: () => "credentials",
    expandHome: (path) => path,
    configPath: () => undefined,
    openStore: () => ({
      read: (use) => Promise.resolve(use(FILE)),
      dryRun: () => Promise.resolve(void steps.push("dryRun")),
      update: (edit) => Promise.resolve(void steps.push("update", edit(FILE))),
      withSessionLock(section, work) {
        steps.push(`alone with ${section}`);
        return work();
      },
      lockTerminal(terminal) {
        steps.push(`alone at ${terminal}`);
        return Promise.resolve();
      },
      inspect: () => assert.fail("get reads no mode"),
      isBindMounted: () => assert.fail("get checks no mount"),
      losesGroup: () => assert.fail("get checks no group"),
      makePrivate: () => assert.fail("get changes no mode"),
    }),
    readConfig: () => Promise.resolve(parse("")),
    inspectConfig: () => assert.fail("the config is read"),
    inspectConfigBytes: () => assert.fail("get has no doctor"),
    settingChecks: {
      isRegion: () => assert.fail("get has no doctor"),
      proxyFaults: () => assert.fail("get has no doctor"),
      checkBundle: () => assert.fail("get has no doctor"),
    },
    connectIdentity: () => Promise.reject(new Error("not of whoami")),
    connect: () => {
      steps.push("connect");
      return Promise.resolve(({ mfa }) => {
        steps.push(`ask with ${mfa?.code}`);
        return Promise.resolve({
          accessKeyId: "ASIAIOSFODNN7EXAMPLE",
          secretAccessKey: "CANARY-secret",
          sessionToken: "CANARY-token",
          expiration: new Date("2030-01-01T00:00:00Z"),
        });
      });
    },
  };
}

Deno.test("get prompts after all checks, until the MFA code is six digits", async () => {
  const steps: string[] = [];
  const terminal = typing("12", " 01２ 345 ");
  const { status, stderr } = await runIn(
    { terminal, isTerminal: true, services: noting(steps) },
    ...["get", "-n", "default"],
  );
  assert.equal(status, 0);
  assert.deepEqual(steps.slice(0, 4), [
    "dryRun",
    "connect",
    "ask with 012345",
    "update",
  ]);
  assert.equal(
    terminal.shown,
    "MFA code for arn:aws:iam::123456789012:mfa/me (hidden): \n" +
      "updsts: the MFA code is not six digits\n" +
      "MFA code for arn:aws:iam::123456789012:mfa/me (hidden): \n",
  );
  assert.equal(stderr, "updsts: waiting for STS …\r\x1b[2K");
});

Deno.test("get shows a status line at a terminal that can erase it, but not with --json", async () => {
  const get = (TERM: string, ...more: string[]) =>
    runIn(
      { isTerminal: true, env: { TERM }, services: noting([]) },
      ...["get", "-n", "default", "-t", "012345", ...more],
    );
  assert.match((await get("xterm")).stderr, /waiting for STS/);
  assert.equal((await get("dumb")).stderr, "");
  assert.equal((await get("xterm", "--json")).stderr, "");
});

/** Services whose STS rejects so many MFA codes. */
function rejecting(
  times: number,
  steps: string[],
  message = "STS rejected the MFA code",
): Services {
  const services = noting(steps);
  let left = times;
  return {
    ...services,
    async connect(...args) {
      const ask = await services.connect(...args);
      return async (request, signal) => {
        const session = await ask(request, signal);
        if (left-- > 0) {
          throw new MfaCodeRejected("sts_refused", message);
        }
        return session;
      };
    },
  };
}

const AGAIN = `updsts: STS rejected the MFA code
updsts: each MFA code works only once: wait for the next one
`;
const PROMPT = "MFA code for arn:aws:iam::123456789012:mfa/me (hidden): \n";

Deno.test("after a rejected MFA code get prompts again, and repeats no other step", async () => {
  const steps: string[] = [];
  const terminal = typing("000001", "nonsense", "000002", "000003");
  const { status, stdout } = await runIn(
    { terminal, services: rejecting(2, steps) },
    ...["get", "-n", "default"],
  );
  assert.equal(status, 0);
  assert.match(stdout, /^wrote \[default_sts\]/);
  assert.equal(
    terminal.shown,
    PROMPT + AGAIN + PROMPT + "updsts: the MFA code is not six digits\n" +
      PROMPT +
      AGAIN + PROMPT,
  );
  assert.deepEqual(steps.slice(0, -1), [
    ...["dryRun", "connect", "ask with 000001", "ask with 000002"],
    "ask with 000003",
    "update",
  ]);
});

Deno.test("get shows a rejection at the terminal without control characters", async () => {
  const terminal = typing("000001", "000002");
  const services = rejecting(1, [], "rejected (\u202edeineD\x1b[2J)");
  await runIn({ terminal, services }, "get", "-n", "default");
  assert.match(terminal.shown, /updsts: rejected \(\ufffddeineD\ufffd\[2J\)\n/);
});

Deno.test("after three rejected MFA codes get fails and writes nothing", async () => {
  const steps: string[] = [];
  const terminal = typing("000001", "000002", "000003", "000004");
  const { status, stdout, stderr } = await runIn(
    { terminal, services: rejecting(3, steps) },
    ...["get", "-n", "default"],
  );
  assert.equal(status, 1);
  assert.equal(stdout, "");
  assert.equal(stderr, "updsts: error: STS rejected the MFA code\n");
  assert.equal(terminal.shown, PROMPT + AGAIN + PROMPT + AGAIN + PROMPT);
  assert.equal(steps.at(-1), "ask with 000003");
});

Deno.test("after a rejected MFA code the end of input is the rejection, not a usage error", async () => {
  const terminal = typing("000001");
  const { status, stderr } = await runIn(
    { terminal, services: rejecting(1, []) },
    ...["get", "-n", "default"],
  );
  assert.equal(status, 1);
  assert.equal(stderr, "updsts: error: STS rejected the MFA code\n");
});

for (const [how, ...args] of [["-t", "012345"], ["-t -", "-"]]) {
  Deno.test(`get does not prompt again after a rejected MFA code of ${how}`, async () => {
    const steps: string[] = [];
    const terminal = typing("000001");
    const { status } = await runIn(
      { terminal, stdin: "012345\n", services: rejecting(1, steps) },
      ...["get", "-n", "default", "-t", ...args],
    );
    assert.equal(status, 1);
    assert.equal(terminal.shown, "");
    assert.deepEqual(steps, ["dryRun", "connect", "ask with 012345"]);
  });
}

Deno.test("get prompts without its turn if the terminal cannot be locked", async () => {
  const services = noting([]);
  const { status } = await runIn(
    {
      terminal: { ...typing("012345"), name: "8800" },
      services: {
        ...services,
        openStore: (path) => ({
          ...services.openStore(path),
          lockTerminal: () => Promise.reject(new Error("no directory")),
        }),
      },
    },
    ...["get", "-n", "default"],
  );
  assert.equal(status, 0);
});

Deno.test("get reads nothing if the prompt cannot be shown", async () => {
  const { status, stderr } = await runIn(
    {
      terminal: {
        ...typing(),
        readHidden: () => Promise.reject(new PromptNotShown()),
      },
      services: noting([]),
    },
    ...["get", "-n", "default", "-c", "my file", "-sn", "x"],
  );
  assert.equal(status, 2);
  assert.match(
    stderr,
    /^updsts: error: .* no terminal .*\nupdsts: hint: run this in a terminal.*: updsts get -n default -sn x -c 'my file'; or give /,
  );
});

Deno.test("get fails after three lines that are not MFA codes", async () => {
  const steps: string[] = [];
  const { status, stderr } = await runIn(
    { terminal: typing("1", "2", "3", "012345"), services: noting(steps) },
    ...["get", "-n", "default"],
  );
  assert.equal(status, 2);
  assert.match(stderr, /^updsts: error: the MFA code is not six digits\n$/);
  assert.deepEqual(steps, ["dryRun", "connect"]);
});

Deno.test("get without an MFA code at the end of input sends no request to STS", async () => {
  const steps: string[] = [];
  const { status, stderr } = await runIn(
    { terminal: typing(undefined), services: noting(steps) },
    ...["get", "-n", "default"],
  );
  assert.equal(status, 2);
  assert.match(stderr, /^updsts: error: no MFA code was typed\n$/);
  assert.deepEqual(steps, ["dryRun", "connect"]);
});

Deno.test("get without a terminal sends no request to STS, and names the command to run", async () => {
  const steps: string[] = [];
  const { status, stderr } = await runIn(
    { services: noting(steps) },
    ...["get", "-n", "default"],
  );
  assert.equal(status, 2);
  const fault = noTerminal("updsts get -n default");
  assert.equal(
    stderr,
    `updsts: error: ${fault.message}\nupdsts: hint: ${hintOf(fault)}\n`,
  );
  assert.deepEqual(steps, ["dryRun", "connect"]);
});

Deno.test("get --if-expires-within needs a terminal only if it needs an MFA code", async () => {
  const steps: string[] = [];
  const { status, stdout, stderr } = await runIn(
    { services: noting(steps) },
    ...["get", "-n", "default", "--if-expires-within", "600"],
  );
  assert.equal(status, 2);
  assert.equal(stdout, "");
  assert.match(stderr, /^updsts: error: there is no MFA code, and no terminal/);
  assert.deepEqual(steps, ["alone with default_sts", "dryRun", "connect"]);
});

Deno.test("get reports that the session exists if its output fails", async () => {
  const services = noting([]);
  const { status, stderr } = await runIn(
    {
      services: {
        ...services,
        openStore: (path) => ({
          ...services.openStore(path),
          update: () =>
            Promise.reject(new UpdstsError("file_not_writable", "disk full")),
        }),
      },
    },
    ...["get", "-n", "default", "-t", "012345"],
  );
  assert.equal(status, 1);
  assert.equal(
    stderr,
    "updsts: error: cannot save the session that STS issued: disk full\n" +
      "updsts: hint: the file is unchanged; try again with a new MFA code\n",
  );
});

Deno.test("an empty -sn means the default name, and get explains how to use the first session", async () => {
  const { stdout, stderr } = await runIn(
    { services: noting([]) },
    ...["get", "-n", "default", "-t", "012345", "-sn", ""],
  );
  assert.match(
    stdout,
    /^wrote \[default_sts\], valid for .*\nuse it with: aws --profile default_sts …\n$/,
    stderr,
  );
});
