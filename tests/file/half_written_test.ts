import assert from "node:assert/strict";
import { ignoreOnWindows } from "../support/programs.ts";
import { writeInPlace } from "../support/slow_writer.ts";
import { type Home, makeHome } from "../support/updsts.ts";
import { asItIs, modeOf, open, refusal, signal } from "./store.ts";

const sleep = (milliseconds: number) =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

const FIRST = "[default]\nregion = eu-west-1\n";
const SECOND = "[other]\nregion = eu-west-2\n";
const WHOLE = FIRST + SECOND;

/**
 * Changes a file while updsts reads it. The clocks stop until then: on a busy
 * computer the change could otherwise come too late for updsts.
 *
 * @param change Changes the file.
 * @param elapsed The milliseconds that the clocks jump before the change.
 */
async function changeLater(
  change: () => Promise<void>,
  elapsed = 0,
): Promise<void> {
  const clocks = [Date, performance].map((clock) => ({
    clock,
    now: clock.now,
    stopped: clock.now(),
  }));
  for (const { clock, stopped } of clocks) clock.now = () => stopped;
  try {
    await sleep(50);
    if (elapsed > 0) {
      for (const { clock, stopped } of clocks) {
        clock.now = () => stopped + elapsed;
      }
      await sleep(50);
    }
    await change();
  } finally {
    for (const { clock, now } of clocks) clock.now = now;
  }
}

/** The writers of a test: empty for a while, or cut where it still parses. */
const WRITERS: [name: string, pieces: string[]][] = [
  ["truncated", [WHOLE]],
  ["half written", [FIRST, SECOND]],
  ["cut within a section", [`${FIRST}[other]\n`, "region = eu-west-2\n"]],
];

/** Milliseconds: after a longer pause of the writer updsts may read what there is. */
const PAUSE = 250;

/** Repeats a failed test whose writer a busy computer has stopped for too long. */
async function withWriter(
  pieces: string[],
  gap: number,
  test: (home: Home) => Promise<void>,
): Promise<void> {
  for (let attempt = 1;; attempt++) {
    await using home = await makeHome(WHOLE);
    const writing = writeInPlace(home.credentials, pieces, gap);
    const [outcome] = await Promise.allSettled([test(home), writing]);
    if (outcome.status === "fulfilled") return;
    if (await writing < PAUSE || attempt === 10) throw outcome.reason;
  }
}

for (const [name, pieces] of WRITERS) {
  for (const gap of [10, 150]) {
    Deno.test(`read() waits for a file that is ${name}, ${gap} ms a piece`, () =>
      withWriter(pieces, gap, async ({ credentials }) => {
        assert.equal(await open(credentials).read(asItIs), WHOLE);
      }));

    Deno.test(`update() waits for a file that is ${name}, ${gap} ms a piece`, () =>
      withWriter(pieces, gap, async ({ credentials, read }) => {
        const store = open(credentials);
        await store.dryRun((text) => `${text}ours\n`, signal);
        await store.update((text) => `${text}ours\n`);
        assert.equal(await read(), `${WHOLE}ours\n`);
      }));
  }
}

Deno.test("update() after read() waits longer if lines are missing", async () => {
  await using home = await makeHome(WHOLE);
  const store = open(home.credentials);
  await store.read(asItIs);
  await Deno.writeTextFile(home.credentials, FIRST);
  await Promise.all([
    store.update((text) => `${text}ours\n`),
    changeLater(() => Deno.writeTextFile(home.credentials, WHOLE), 500),
  ]);
  assert.equal(await home.read(), `${WHOLE}ours\n`);
});

Deno.test("read() reads again if new text is refused", async () => {
  await using home = await makeHome(WHOLE);
  await Deno.writeTextFile(home.credentials, FIRST);
  const [text] = await Promise.all([
    open(home.credentials).read((text) => {
      assert.match(text, /other/);
      return text;
    }),
    changeLater(() => Deno.writeTextFile(home.credentials, WHOLE), 500),
  ]);
  assert.equal(text, WHOLE);
});

Deno.test("read() waits though the clock jumps while a program writes the file", async () => {
  await using home = await makeHome(WHOLE);
  await Deno.writeTextFile(home.credentials, "");
  const jumped = Promise.withResolvers<void>();
  const changing = changeLater(async () => {
    await jumped.promise;
    await sleep(100);
    await Deno.writeTextFile(home.credentials, WHOLE);
  });
  const stopped = Date.now();
  Date.now = () => {
    Date.now = () => stopped + 60_000;
    jumped.resolve();
    return stopped;
  };
  const [text] = await Promise.all([
    open(home.credentials).read(asItIs),
    changing,
  ]);
  assert.equal(text, WHOLE);
});

Deno.test("update() waits for a file that is cut within a character", async () => {
  const whole = `# café\n${WHOLE}`;
  await using home = await makeHome(whole);
  const cut = new TextEncoder().encode(whole).subarray(0, 6);
  let isFirst = true;
  let writing: Promise<void> | undefined;
  await open(home.credentials).update((text) => {
    if (isFirst) {
      Deno.writeFileSync(home.credentials, cut);
      writing = changeLater(
        () => Deno.writeTextFile(home.credentials, whole),
        500,
      );
    }
    isFirst = false;
    return `${text}ours\n`;
  });
  await writing;
  assert.equal(await home.read(), `${whole}ours\n`);
});

Deno.test(ignoreOnWindows("symlinks", {
  name: "read() waits for the target of a symlink that is being replaced",
  async fn() {
    await using home = await makeHome("");
    const target = `${home.credentials}-target`;
    await Deno.remove(home.credentials);
    await Deno.symlink(target, home.credentials);
    const [text] = await Promise.all([
      open(home.credentials).read(asItIs),
      changeLater(() => Deno.writeTextFile(target, WHOLE)),
    ]);
    assert.equal(text, WHOLE);
  },
}));

Deno.test("dryRun() succeeds while an editor moves the file away", async () => {
  await using home = await makeHome(WHOLE);
  let writing: Promise<void> | undefined;
  await open(home.credentials).dryRun((text) => {
    Deno.removeSync(home.credentials);
    writing = changeLater(() => Deno.writeTextFile(home.credentials, WHOLE));
    return `${text}ours\n`;
  }, signal);
  await writing;
  assert.deepEqual(await home.names(), ["credentials"]);
});

Deno.test(ignoreOnWindows("file modes", {
  name: "makePrivate() waits while the file is moved away",
  async fn() {
    await using home = await makeHome(WHOLE);
    const { credentials } = home;
    await Deno.chmod(credentials, 0o644);
    await Deno.rename(credentials, `${credentials}~`);
    await Promise.all([
      open(credentials).makePrivate(signal),
      changeLater(() => Deno.rename(`${credentials}~`, credentials)),
    ]);
    assert.equal(modeOf(credentials), 0o600);
  },
}));

Deno.test("read() waits for a missing file if it cannot read the directory", async () => {
  await using home = await makeHome(WHOLE);
  const { credentials } = home;
  await Deno.rename(credentials, `${credentials}~`);
  using _stat = refusedStat();
  const [text] = await Promise.all([
    open(credentials).read(asItIs),
    changeLater(() => Deno.rename(`${credentials}~`, credentials)),
  ]);
  assert.equal(text, WHOLE);
});

function refusedStat(): Disposable {
  const { statSync } = Deno;
  Deno.statSync = () => {
    throw new Deno.errors.NotCapable("read access");
  };
  return {
    [Symbol.dispose]() {
      Deno.statSync = statSync;
    },
  };
}

Deno.test("read() waits if the file system's times are whole seconds", async () => {
  await using home = await makeHome(WHOLE);
  // Of what is written at the end of a second, such a time is far off.
  await sleep(1_950 - Date.now() % 1_000);
  const writing = writeInPlace(home.credentials, [FIRST, SECOND], 150);
  const wholeSecond = Math.floor(Date.now() / 1_000);
  const timer = setInterval(
    () => Deno.utimeSync(home.credentials, wholeSecond, wholeSecond),
    1,
  );
  try {
    assert.equal(await open(home.credentials).read(asItIs), WHOLE);
  } finally {
    clearInterval(timer);
    await writing;
  }
});

for (const present of [true, false]) {
  const what = present ? "reads a file" : "says that there is no file";
  Deno.test(`read() ${what} with a clock that is behind`, async () => {
    await using home = await makeHome(WHOLE);
    if (present) await Deno.writeTextFile(home.credentials, WHOLE);
    else await Deno.remove(home.credentials);
    const now = Date.now;
    Date.now = () => now() - 3_600_000;
    try {
      const reading = open(home.credentials).read(asItIs);
      if (present) assert.equal(await reading, WHOLE);
      else assert.equal((await refusal(reading)).code, "file_not_found");
    } finally {
      Date.now = now;
    }
  });
}

for (const how of ["emptied", "removed"]) {
  Deno.test(`a file that was ${how} after it was read is not written`, async () => {
    await using home = await makeHome(WHOLE);
    const store = open(home.credentials);
    await store.read(asItIs);
    if (how === "removed") await Deno.remove(home.credentials);
    else await Deno.writeTextFile(home.credentials, "\n");
    for (
      const work of [
        () => store.dryRun((text) => `${text}ours\n`, signal),
        () => store.update((text) => `${text}ours\n`),
      ]
    ) {
      const { code, message } = await refusal(work());
      assert.equal(code, "file_busy");
      assert.match(message, /another program emptied or removed .*credentials/);
    }
    if (how === "emptied") assert.equal(await home.read(), "\n");
    assert.deepEqual(
      await home.names(),
      how === "removed" ? [] : ["credentials"],
    );
  });
}

Deno.test("a file that another program keeps writing is refused", async () => {
  await using home = await makeHome(WHOLE);
  const { now } = Date;
  const stopped = now();
  await Deno.writeTextFile(home.credentials, WHOLE);
  Date.now = () => stopped;
  try {
    const reading = open(home.credentials).read((text) => {
      Deno.writeTextFileSync(home.credentials, WHOLE);
      return text;
    });
    assert.equal((await refusal(reading)).code, "file_busy");
  } finally {
    Date.now = now;
  }
});

Deno.test("an edit that changes nothing replaces no file", async () => {
  await using home = await makeHome(WHOLE);
  const { ino } = await Deno.stat(home.credentials);
  const store = open(home.credentials);
  await store.dryRun(asItIs, signal);
  await store.update(asItIs);
  assert.equal((await Deno.stat(home.credentials)).ino, ino);
  assert.deepEqual(await home.names(), ["credentials"]);
});

Deno.test("a repeated rename does not replace a file that was changed meanwhile", async () => {
  await using home = await makeHome(FIRST);
  const { rename } = Deno;
  Deno.rename = () => {
    Deno.rename = rename;
    Deno.writeTextFileSync(home.credentials, WHOLE);
    throw Object.assign(new Error("busy"), { code: "EBUSY" });
  };
  try {
    await open(home.credentials).update((text) => `${text}ours\n`);
  } finally {
    Deno.rename = rename;
  }
  assert.equal(await home.read(), `${WHOLE}ours\n`);
});

Deno.test("a second edit that changes nothing leaves no temporary file", async () => {
  await using home = await makeHome(FIRST);
  await open(home.credentials).update(() => {
    Deno.writeTextFileSync(home.credentials, WHOLE);
    return WHOLE;
  });
  assert.deepEqual(await home.names(), ["credentials"]);
});

Deno.test("a file that no program is writing is read once", async () => {
  await using home = await makeHome(WHOLE);
  assert.equal(await countReads(home.credentials), 1);
});

Deno.test("a file that update() has just written is read once", async () => {
  await using home = await makeHome(WHOLE);
  await open(home.credentials).update((text) => `${text}ours\n`);
  assert.equal(await countReads(home.credentials), 1);
  await Deno.writeTextFile(home.credentials, WHOLE);
  assert.ok(await countReads(home.credentials) > 1);
});

async function countReads(path: string): Promise<number> {
  let count = 0;
  const original = Deno.open;
  Deno.open = (...args) => {
    count++;
    return original(...args);
  };
  try {
    await open(path).read(asItIs);
  } finally {
    Deno.open = original;
  }
  return count;
}
