import assert from "node:assert/strict";
import { join } from "node:path";
import { editBlock, UpdstsError } from "../../mod.ts";
import {
  type CredentialsFile,
  openCredentialsFileIn,
} from "../../src/library/credentials_file.ts";
import { writeInPlace } from "../support/slow_writer.ts";
import { type Home, makeHome } from "../support/updsts.ts";

const FILE = "[default]\r\nregion = eu-west-1\r\n";

function open(home: Home, path?: string): CredentialsFile {
  const env: Record<string, string> = {};
  const environment = {
    env: (name: string) => env[name],
    home: () => home.path,
  };
  return openCredentialsFileIn(environment, path, {});
}

function isError(code: string): (error: unknown) => boolean {
  return (error) => error instanceof UpdstsError && error.code === code;
}

Deno.test("openCredentialsFile reads and updates the file of the home directory", async () => {
  await using home = await makeHome(FILE);
  const file = open(home);
  assert.equal(file.path, home.credentials);
  assert.equal(await file.read(), FILE);
  await file.update((text) =>
    editBlock(text, {
      source: "default",
      section: "default_sts",
      settings: { aws_session_token: "token" },
    })
  );
  const after = await file.read();
  assert.ok(after.startsWith(FILE));
  assert.ok(after.includes("\r\naws_session_token = token\r\n"));
  assert.deepEqual(await home.names(), ["credentials"]);
  if (Deno.build.os === "windows") return;
  assert.equal((await Deno.stat(home.credentials)).mode! & 0o777, 0o600);
});

Deno.test("concurrent updates are all written", async () => {
  await using home = await makeHome(FILE);
  const names = ["a", "b", "c", "d"];
  await Promise.all(
    names.map((name) => open(home).update((text) => `${text}[${name}]\n`)),
  );
  const added = (await home.read()).slice(FILE.length);
  assert.deepEqual(added.match(/[a-d]/g)?.sort(), names);
});

Deno.test("an update creates a file that does not exist", async () => {
  await using home = await makeHome(FILE);
  const file = open(home, "~/.aws/other");
  assert.equal(file.path, join(home.path, ".aws", "other"));
  await assert.rejects(file.read(), isError("file_not_found"));
  await file.update((text) => `${text}[new]\n`);
  assert.equal(await file.read(), "[new]\n");
});

Deno.test("an edit that changes nothing writes nothing", async () => {
  await using home = await makeHome(FILE);
  const { ino } = await Deno.stat(home.credentials);
  await open(home).update((text) => text);
  assert.equal((await Deno.stat(home.credentials)).ino, ino);
});

Deno.test("read returns a text that the AWS CLI rejects, but refuses other bytes", async () => {
  await using home = await makeHome("key\n");
  assert.equal(await open(home).read(), "key\n");
  await Deno.writeFile(home.credentials, new Uint8Array([0x5b, 0xff, 0x5d]));
  await assert.rejects(open(home).read(), isError("file_invalid"));
});

Deno.test("an error of the edit is thrown unchanged, and the file is unchanged", async () => {
  await using home = await makeHome(FILE);
  const thrown = new RangeError("no");
  const update = open(home).update(() => {
    throw thrown;
  });
  await assert.rejects(update, (error) => error === thrown);
  assert.equal(await home.read(), FILE);
  assert.deepEqual(await home.names(), ["credentials"]);
});

Deno.test("an edit that returns no text is refused", async () => {
  await using home = await makeHome(FILE);
  // As a program in JavaScript can give it.
  const edit = (text: string) => Promise.resolve(text) as unknown as string;
  await assert.rejects(open(home).update(edit), {
    name: "TypeError",
    message: "the edit must return the new text of the file",
  });
  assert.equal(await home.read(), FILE);
});

Deno.test("an edit that gives text which is not Unicode is refused, since it could not be read back", async () => {
  await using home = await makeHome(FILE);
  const edit = (text: string) => `${text}# \ud800\n`;
  await assert.rejects(open(home).update(edit), TypeError);
  assert.equal(await home.read(), FILE);
});

Deno.test("an update to a size that is not read is refused, and nothing is written", async () => {
  await using home = await makeHome(FILE);
  const edit = (text: string) => `${text}#${"x".repeat(8 * 1024 * 1024)}\n`;
  await assert.rejects(open(home).update(edit), (error) => {
    assert.ok(error instanceof UpdstsError);
    assert.equal(error.code, "file_not_writable");
    assert.match(error.message, /it would be larger than 8 MiB$/);
    return true;
  });
  assert.equal(await open(home).read(), FILE);
  assert.deepEqual(await home.names(), ["credentials"]);
});

Deno.test("an update is made on the text that another program has written meanwhile", async () => {
  await using home = await makeHome(FILE);
  let calls = 0;
  await open(home).update((text) => {
    if (calls++ === 0) Deno.writeTextFileSync(home.credentials, `${FILE}[x]\n`);
    return `${text}[mine]\n`;
  });
  assert.equal(calls, 2);
  assert.equal(await home.read(), `${FILE}[x]\n[mine]\n`);
});

for (const isRead of [false, true]) {
  const name = isRead ? "after read() waits" : "waits";
  Deno.test(`update() ${name} for a file that another program is writing`, async () => {
    await using home = await makeHome(FILE);
    const file = open(home);
    if (isRead) await file.read();
    // Cut where it parses, or where it does not.
    const cut = isRead ? FILE.indexOf("region") : FILE.indexOf(" =");
    const pieces = [FILE.slice(0, cut), FILE.slice(cut)];
    const writing = writeInPlace(home.credentials, pieces, 500);
    await file.update((text) => `${text}[mine]\n`);
    await writing;
    assert.equal(await home.read(), `${FILE}[mine]\n`);
  });
}

Deno.test("a truncated file is not read as the complete file", async () => {
  await using home = await makeHome(FILE);
  const update = open(home).update((text) => {
    Deno.writeTextFileSync(home.credentials, "");
    return `${text}[mine]\n`;
  });
  await assert.rejects(update, isError("file_busy"));
  assert.equal(await home.read(), "");
});

Deno.test("an aborted update writes nothing", async () => {
  await using home = await makeHome(FILE);
  const reason = new Error("shutting down");
  const update = open(home).update(() => "[lost]\n", {
    signal: AbortSignal.abort(reason),
  });
  await assert.rejects(update, (error) => error === reason);
  assert.equal(await home.read(), FILE);
});

Deno.test("openCredentialsFile without a home directory has a hint", () => {
  const environment = { env: () => undefined, home: () => undefined };
  assert.throws(
    () => openCredentialsFileIn(environment, undefined, {}),
    isError("file_not_found"),
  );
});
