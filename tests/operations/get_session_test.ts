import assert from "node:assert/strict";
import { parse } from "../../src/credentials/parse.ts";
import { UpdstsError } from "../../src/errors.ts";
import { getSession } from "../../src/operations/get_session.ts";
import type { GetSessionDependencies } from "../../src/operations/get_session_dependencies.ts";
import {
  type Session,
  SessionRejected,
} from "../../src/operations/sts_request.ts";

const FILE = `[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = CANARY
mfa_device_arn = arn:aws:iam::123456789012:mfa/me
`;
const ROLE = "arn:aws:iam::123456789012:role/admin";
const REQUEST = { profileName: "default", stsProfileName: "default_sts" };
const SESSION: Session = {
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  secretAccessKey: "CANARY-secret",
  sessionToken: "CANARY-token",
  expiration: new Date("2030-01-01T00:00:00Z"),
};

type Edit = (text: string) => string;

/** A run in which all goes well, but for what is given. */
function parts(more: Partial<GetSessionDependencies>): GetSessionDependencies {
  return {
    store: {
      read: (use) => Promise.resolve(use(FILE)),
      dryRun: () => Promise.resolve(),
      update: () => Promise.resolve(),
      withSessionLock: (_, work) => work(),
    },
    readConfig: () => Promise.resolve(parse("")),
    connect: () => Promise.resolve(() => Promise.resolve(SESSION)),
    readCode: () => Promise.resolve("012345"),
    now: () => new Date(),
    signal: new AbortController().signal,
    ...more,
  };
}

Deno.test("an MFA code that arrives after an interrupt is not used", async () => {
  const controller = new AbortController();
  const work = getSession(
    REQUEST,
    parts({
      signal: controller.signal,
      readCode() {
        controller.abort(new UpdstsError("interrupted", "enough"));
        return Promise.resolve("012345");
      },
      connect: () => Promise.resolve(() => assert.fail("STS was asked")),
    }),
  );
  await assert.rejects(work, { code: "interrupted" });
});

Deno.test("the dry run writes as much as the longest session", async () => {
  const written: number[] = [];
  const note = (edit: Edit) =>
    Promise.resolve(void written.push(edit(FILE).length));
  const session: Session = {
    ...SESSION,
    accessKeyId: `ASIA${"A".repeat(124)}`,
    secretAccessKey: "s".repeat(64),
    sessionToken: "t".repeat(12_000),
  };
  const { store } = parts({});
  await getSession(
    REQUEST,
    parts({
      store: { ...store, dryRun: note, update: note },
      connect: () => Promise.resolve(() => Promise.resolve(session)),
    }),
  );
  const [tried, updated] = written;
  assert.ok(tried! >= updated!, `${tried} >= ${updated}`);
});

Deno.test("if STS rejects a session for a role, the MFA code is read and used with the long-term access keys", async () => {
  const text = `${FILE}# \${{{ key=default [auto update by updsts]
[default_sts]
aws_access_key_id = ASIAIOSFODNN7SESSION
aws_secret_access_key = CANARY-secret
aws_session_token = CANARY-token
expiration_datetime = 2030-01-01T00:00:00Z
# $}}} [auto update by updsts]
`;
  const steps: unknown[] = [];
  const { store } = parts({});
  const work = getSession(
    { ...REQUEST, stsProfileName: "admin", role: { arn: ROLE } },
    parts({
      store: { ...store, read: (use) => Promise.resolve(use(text)) },
      now: () => new Date("2029-12-31T23:00:00Z"),
      connect: () =>
        Promise.resolve(({ accessKeyId, sessionToken, mfa }) => {
          steps.push([accessKeyId, sessionToken, mfa?.code]);
          return mfa
            ? Promise.resolve(SESSION)
            : Promise.reject(new SessionRejected("sts_refused", "no"));
        }),
      readCode() {
        steps.push("read the code");
        return Promise.resolve("012345");
      },
    }),
  );
  assert.equal((await work).isNew, true);
  assert.deepEqual(steps, [
    ["ASIAIOSFODNN7SESSION", "CANARY-token", undefined],
    "read the code",
    ["AKIAIOSFODNN7EXAMPLE", undefined, "012345"],
  ]);
});
