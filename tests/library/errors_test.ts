import assert from "node:assert/strict";
import {
  editBlock,
  type LibraryErrorCode,
  openCredentialsFile,
  UpdstsError,
} from "../../mod.ts";
import {
  type ErrorCode,
  UpdstsError as InternalError,
} from "../../src/errors.ts";
import { withLibraryErrors } from "../../src/library/errors.ts";

/** Every code, and whether a program that uses the library can meet it. */
const CODES: Record<ErrorCode, boolean> = {
  usage: true,
  file_not_found: true,
  file_unreadable: true,
  file_invalid: true,
  file_conflict: true,
  file_not_writable: true,
  file_busy: true,
  profile_not_found: true,
  profile_incomplete: true,
  path_refused: false,
  settings_invalid: true,
  sts_refused: true,
  sts_unreachable: true,
  sts_bad_answer: true,
  too_many_calls: false,
  not_saved: true,
  faults_found: false,
  output_failed: false,
  interrupted: false,
  internal: false,
};

function failure(error: unknown): unknown {
  try {
    return withLibraryErrors(() => {
      throw error;
    });
  } catch (thrown) {
    return thrown;
  }
}

Deno.test("an UpdstsError has only the documented codes", () => {
  for (const [code, isMet] of Object.entries(CODES)) {
    const error = failure(new InternalError(code as ErrorCode, "it failed"));
    assert.equal(error instanceof UpdstsError, isMet, code);
  }
});

Deno.test("the errors table of the documentation has these codes", async () => {
  const page = await Deno.readTextFile(
    new URL("../../docs/library.md", import.meta.url),
  );
  const [, table = ""] = /^## Errors$([^]*?)^## /m.exec(page) ?? [];
  const documented = [...table.matchAll(/^\| `(\w+)` /gm)]
    .map(([, code]) => code as LibraryErrorCode);
  const met = Object.entries(CODES).filter(([, isMet]) => isMet)
    .map(([code]) => code);
  assert.deepEqual(documented.sort(), met.sort());
});

Deno.test("an UpdstsError has no cause, and nothing that a terminal interprets", () => {
  const cause = new Error("CANARY");
  const internal = new InternalError(
    "sts_refused",
    "no\x1b[31m",
    "try\nagain",
    { cause },
  );
  const error = failure(internal) as UpdstsError;
  assert.equal(error.name, "UpdstsError");
  assert.equal(error.message, "no\ufffd[31m");
  assert.equal(error.hint, "try\ufffdagain");
  assert.ok(!Deno.inspect(error).includes("CANARY"));
});

Deno.test("hints name the parameters of the function that was called", async () => {
  const edit = () =>
    editBlock("[default]\n[session]\n", {
      source: "default",
      section: "session",
      settings: {},
    });
  assert.throws(edit, {
    hint: "rename or delete it, or choose another name as section",
  });
  await assert.rejects(openCredentialsFile("/none/credentials").read(), {
    hint: 'create it with "aws configure", or name another as path',
  });
});

Deno.test("another error than an UpdstsError is thrown unchanged", async () => {
  const error = new TypeError("mine");
  assert.equal(failure(error), error);
  await assert.rejects(
    withLibraryErrors(() => Promise.reject(error)),
    (thrown) => thrown === error,
  );
});
