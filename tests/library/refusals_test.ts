import assert from "node:assert/strict";
import { join } from "node:path";
import { UpdstsError } from "../../mod.ts";
import type { GetSessionOptions } from "../../src/library/get_session.ts";
import { usualFile } from "../support/scene.ts";
import type { StsUser } from "../support/sts_service.ts";
import { type LibraryScene, makeLibraryScene } from "./library_scene.ts";

/** A directory here makes every write fail. */
const temporaryFile = ({ home }: LibraryScene) =>
  join(home.path, ".aws", ".credentials.updsts-new", "x");

/** Refused with the file unchanged, before a code is asked for. */
const REFUSALS: {
  name: string;
  code: string;
  message: RegExp;
  file?: (user: StsUser) => string;
  options?: Partial<GetSessionOptions>;
  prepare?: (scene: LibraryScene) => unknown;
}[] = [
  {
    name: "an MFA code that is not six digits",
    code: "usage",
    message: /^the MFA code is not six digits$/,
    options: { mfaCode: "12345" },
  },
  {
    name: "an STS profile name with a line break",
    code: "usage",
    message: /cannot be a profile name/,
    options: { stsProfileName: "a]\n[b" },
  },
  {
    name: "a duration that STS does not allow",
    code: "usage",
    message: /^the duration is not a whole number/,
    options: { duration: 60 },
  },
  {
    name: "a role with an invalid ARN",
    code: "usage",
    message: /ARN does not look like/,
    options: { role: { arn: "admin" } },
  },
  {
    name: "a file that does not exist",
    code: "file_not_found",
    message: /^there is no credentials file /,
    prepare: ({ env, home }) =>
      env.AWS_SHARED_CREDENTIALS_FILE = join(home.path, "none"),
  },
  {
    name: "a directory in place of the file",
    code: "file_unreadable",
    message: /is not a regular file$/,
    options: { credentialsFile: "~/.aws" },
  },
  {
    name: "a file that the AWS CLI rejects",
    code: "file_invalid",
    message: /^line 10: /,
    file: (user) => `${usualFile(user)}[other]\n`,
  },
  {
    name: "a section of the STS profile's name outside a block",
    code: "file_conflict",
    message: /^line 10: the section \[default_sts\] is not in a block/,
    file: (user) => `${usualFile(user)}[default_sts]\nregion = eu-west-1\n`,
  },
  {
    name: "a file that cannot be replaced",
    code: "file_not_writable",
    message: /^cannot write /,
    prepare: (scene) => Deno.mkdir(temporaryFile(scene), { recursive: true }),
  },
  {
    name: "a profile that does not exist",
    code: "profile_not_found",
    message: /^there is no profile "work"/,
    options: { profile: "work" },
  },
  {
    name: "a profile without an MFA device",
    code: "profile_incomplete",
    message: /^the profile "other" has no mfa_device_arn/,
    options: { profile: "other" },
  },
  {
    name: "a region that does not exist",
    code: "settings_invalid",
    message: /region/,
    prepare: ({ env }) => env.AWS_REGION = "No Region",
  },
];

for (const { name, code, message, file, options, prepare } of REFUSALS) {
  Deno.test(`getSession refuses ${name} before it asks for an MFA code`, async () => {
    await using scene = await makeLibraryScene(file);
    await prepare?.(scene);
    const before = await scene.home.read();
    const names = await scene.home.names();
    await assert.rejects(
      scene.getSession({
        mfaCode: () => assert.fail("asked for a code"),
        // Wrong arguments are refused before any file is read.
        ...code === "usage" ? { credentialsFile: "~/none" } : {},
        ...options,
      }),
      (error) => {
        assert.ok(error instanceof UpdstsError, String(error));
        assert.equal(error.code, code);
        assert.match(error.message, message);
        // The command line's options and commands mean nothing to a program.
        assert.doesNotMatch(`${error.message} ${error.hint}`, / --?\w|"updsts/);
        return true;
      },
    );
    assert.equal(scene.sts.requests.length, 0);
    assert.equal(await scene.home.read(), before);
    assert.deepEqual(await scene.home.names(), names);
  });
}

/** Refused after the code was asked for, with the file unchanged. */
const FAILURES: [
  code: string,
  prepare: (scene: LibraryScene) => unknown,
  options?: (scene: LibraryScene) => Partial<GetSessionOptions>,
][] = [
  ["sts_refused", () => {}, ({ device }) => ({ mfaCode: device.wrongCode() })],
  ["sts_unreachable", ({ sts }) => sts.close()],
  ["sts_bad_answer", ({ sts }) => sts.tell({ kind: "web page" })],
  ["usage", () => {}, () => ({ mfaCode: () => "" })],
  ["not_saved", () => {}, (scene) => ({
    async mfaCode() {
      await Deno.mkdir(temporaryFile(scene), { recursive: true });
      return scene.device.nextCode();
    },
  })],
];

for (const [code, prepare, options] of FAILURES) {
  Deno.test(`getSession that fails with ${code} leaves the file unchanged`, async () => {
    await using scene = await makeLibraryScene();
    const before = await scene.home.read();
    await prepare(scene);
    await assert.rejects(scene.getSession(options?.(scene)), (error) => {
      assert.ok(error instanceof UpdstsError, String(error));
      assert.equal(error.code, code);
      assert.equal(error.cause, undefined);
      return true;
    });
    assert.equal(await scene.home.read(), before);
  });
}
