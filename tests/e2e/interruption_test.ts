/** Interrupted runs, and runs whose output cannot be written. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { ignoreOnWindows, ignoreWithout } from "../support/programs.ts";
import { makeScene, type Scene } from "../support/scene.ts";
import { updstsCommand, updstsEnv } from "../support/updsts.ts";
import { until } from "../support/until.ts";

/** A run whose words can be waited for; one that hangs is ended. */
class Run {
  readonly #child: Deno.ChildProcess;
  readonly #reading: Promise<void>;
  readonly #hanging: ReturnType<typeof setTimeout>;
  #said = "";
  #isSilent = false;

  constructor(child: Deno.ChildProcess) {
    this.#child = child;
    this.#reading = this.#read();
    this.#hanging = setTimeout(() => child.kill("SIGKILL"), 15_000);
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    for await (const bytes of this.#child.stderr) {
      this.#said += decoder.decode(bytes, { stream: true });
    }
    this.#isSilent = true;
  }

  async waitFor(text: string): Promise<void> {
    while (!this.#said.includes(text)) {
      if (this.#isSilent) assert.fail(this.#said);
      await sleep(10);
    }
  }

  kill(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  async end(): Promise<{ status: number; stderr: string }> {
    const { code } = await this.#child.status;
    clearTimeout(this.#hanging);
    await this.#reading;
    await this.#child.stdout.cancel();
    await this.#child.stdin.close().catch(() => {});
    return { status: code, stderr: this.#said };
  }
}

const SIGNALS: [Deno.Signal, number][] = [
  ["SIGINT", 130],
  ["SIGQUIT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 143],
];

for (const [signal, expected] of SIGNALS) {
  Deno.test(ignoreOnWindows("signals", {
    name: `one ${signal} ends the wait for a code on standard input`,
    async fn() {
      await using scene = await makeScene();
      const before = await scene.home.read();
      const args = ["get", "-n", "default", "-t", "-", "-v", "2"];
      const run = new Run(scene.spawn([...args, "--if-expires-within", "600"]));
      await run.waitFor("can be written");
      run.kill(signal);
      const { status, stderr } = await run.end();
      assert.equal(status, expected);
      assert.match(stderr, /error: interrupted; nothing was written/);
      assert.equal(await scene.home.read(), before);
    },
  }));
}

/** Holds the lock of the credentials file as another updsts would. */
async function hold({ home }: Scene): Promise<Deno.FsFile> {
  const path = join(home.path, ".aws", ".credentials.updsts-lock");
  const lock = await Deno.open(path, { write: true });
  await lock.lock(true);
  return lock;
}

for (const signal of [undefined, "SIGINT", "SIGTERM"] as const) {
  Deno.test(ignoreOnWindows("signals", {
    name: `get says that it waits to save a session, and then ${
      signal === undefined ? "saves it" : `obeys ${signal}`
    }`,
    async fn() {
      await using scene = await makeScene();
      const before = await scene.home.read();
      scene.sts.tell({ kind: "slow", delayMs: 300, moment: "before" });
      const code = scene.device.nextCode();
      const run = new Run(scene.spawn(["get", "-n", "default", "-t", code]));
      await until(() => scene.sts.spentCodes > 0);
      using lock = await hold(scene);
      await run.waitFor(
        "waiting for it (an interrupt ends the wait, and nothing is written)\n",
      );
      if (signal === undefined) {
        await lock.unlock();
        assert.equal((await run.end()).status, 0);
        const [session] = scene.sts.issued;
        assert.ok((await scene.home.read()).includes(session!.sessionToken));
        return;
      }
      run.kill(signal);
      const { status, stderr } = await run.end();
      assert.equal(status, signal === "SIGINT" ? 130 : 143);
      assert.match(
        stderr,
        /error: cannot save the session that STS issued: interrupted.*\n.*hint: .*try again with a new MFA code\n$/,
      );
      assert.equal(await scene.home.read(), before);
    },
  }));
}

async function withOutputTo(
  scene: Scene,
  target: string,
  ...args: string[]
): Promise<{ status: number; stderr: string }> {
  const options = { home: scene.home.path, env: scene.env };
  const command = updstsCommand(args, options);
  const { code, stderr } = await new Deno.Command("sh", {
    args: ["-c", `exec "$@" ${target}`, "sh", ...command],
    clearEnv: true,
    env: { ...updstsEnv(options), PATH: "/usr/bin:/bin" },
    cwd: scene.home.path,
  }).output();
  return { status: code, stderr: new TextDecoder().decode(stderr) };
}

Deno.test(ignoreWithout("/dev/full of Linux", {
  name: "get reports the saved session if its output cannot be written",
  async fn() {
    await using scene = await makeScene();
    for (const json of [[], ["--json"]]) {
      const code = scene.device.nextCode();
      const args = ["get", "-n", "default", "-t", code, ...json];
      const { status, stderr } = await withOutputTo(
        scene,
        ">/dev/full",
        ...args,
      );
      assert.equal(status, 1);
      assert.match(stderr, /standard output can't be written/);
      assert.match(
        stderr,
        /hint.*the session was saved: \[default_sts\] is valid for 1 h \(until /s,
      );
      const { sessionToken } = scene.sts.issued.at(-1)!;
      assert.ok((await scene.home.read()).includes(sessionToken));
    }
    const { stderr } = await withOutputTo(scene, ">/dev/full", "list");
    assert.doesNotMatch(stderr, /saved/);
  },
}, Deno.build.os === "linux"));

Deno.test(ignoreOnWindows("signals", {
  name: "a closed pipe is not a failure",
  async fn() {
    await using scene = await makeScene();
    const child = scene.spawn(["list"]);
    await child.stdout.cancel();
    const [{ code }, stderr] = await Promise.all([
      child.status,
      new Response(child.stderr).text(),
      child.stdin.close(),
    ]);
    assert.deepEqual([code, stderr], [0, ""]);
  },
}));

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
