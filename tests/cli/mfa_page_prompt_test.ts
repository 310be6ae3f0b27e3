/** `get --page`: the page asks for the MFA code, and the command waits. */
import assert from "node:assert/strict";
import type { CommandContext } from "../../src/cli/command_types.ts";
import { PagePrompt } from "../../src/cli/mfa_page_prompt.ts";
import { Interruption } from "../../src/platform/interruption.ts";
import { makeScene, type Scene, usualFile } from "../support/scene.ts";
import type { Outcome } from "../support/updsts.ts";
import { pageClosed } from "../mcp/page_closed.ts";

const PAGE = ["get", "-n", "default", "--page"];
const LINE =
  /^updsts: open (http:\/\/127\.0\.0\.1:\d+\/[\da-f-]{36}) on this computer within 10 minutes, and type the MFA code there\n/;

/** Runs a command line until it prints the URL of its page. */
function start(
  scene: Scene,
  args = PAGE,
  signal?: AbortSignal,
): { url: Promise<string>; ended: Promise<Outcome> } {
  const url = Promise.withResolvers<string>();
  const ended = scene.runInProcess(args, {
    ...signal ? { signal } : {},
    onMessage(text) {
      const [, found] = LINE.exec(text) ?? [];
      if (found) url.resolve(found);
    },
  });
  const noPage = ended.then(({ stderr }) => {
    throw new Error(`no page was shown: ${stderr}`);
  });
  return { url: Promise.race([url.promise, noPage]), ended };
}

/** Sends the form; gives the page that answers it. */
async function send(url: string, code: string, action = "allow") {
  const body = new URLSearchParams({ code, action });
  return await (await fetch(url, { method: "POST", body })).text();
}

Deno.test("get --page gets the session with the MFA code of the page, which shows the outcome", async () => {
  await using scene = await makeScene();
  const { url, ended } = start(scene);
  const form = await (await fetch(await url)).text();
  assert.match(form, /The command <b>updsts get<\/b> asks for an AWS session/);
  assert.match(form, /If you did not start this command/);
  assert.doesNotMatch(form, /agent/);
  assert.equal(scene.sts.requests.length, 0);
  const shown = await send(await url, scene.device.nextCode());
  assert.match(shown, /updsts saved the session as the profile <b>default_sts/);
  const { status, stdout, stderr } = await ended;
  assert.equal(status, 0);
  assert.match(stdout, /^wrote \[default_sts\], valid for /);
  assert.match(stderr, new RegExp(`${LINE.source}$`));
  assert.ok(
    (await scene.home.read()).includes(scene.sts.issued[0]!.sessionToken),
  );
  await pageClosed(await url);
});

Deno.test("get --page shows a rejected MFA code on the page, and takes three", async () => {
  await using scene = await makeScene();
  const first = start(scene);
  const again = await send(await first.url, "000000");
  assert.match(again, /STS rejected the MFA code.*2 tries are left/s);
  await send(await first.url, "12");
  await send(await first.url, scene.device.nextCode());
  assert.equal((await first.ended).status, 0);

  const before = await scene.home.read();
  const second = start(scene);
  for (const code of ["000000", "000001"]) await send(await second.url, code);
  const last = await send(await second.url, "000002");
  assert.match(last, /STS rejected the MFA code.*Run the command again/s);
  const { status, stdout, stderr } = await second.ended;
  assert.equal(status, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /\nupdsts: error: STS rejected the MFA code/);
  assert.equal(await scene.home.read(), before);
});

Deno.test("get --page ends with an error where the request is not allowed", async () => {
  await using scene = await makeScene();
  const before = await scene.home.read();
  const { url, ended } = start(scene);
  assert.match(await send(await url, "", "deny"), /You did not allow/);
  const { status, stdout, stderr } = await ended;
  assert.equal(status, 2);
  assert.equal(stdout, "");
  assert.match(
    stderr,
    /\nupdsts: error: you did not allow the request on the page\n$/,
  );
  assert.equal(scene.sts.requests.length, 0);
  assert.equal(await scene.home.read(), before);
});

Deno.test("get --page exits with status 1 where the request is not allowed after a rejected MFA code", async () => {
  await using scene = await makeScene();
  const { url, ended } = start(scene);
  await send(await url, "000000");
  await send(await url, "", "deny");
  assert.equal((await ended).status, 1);
});

Deno.test("the page of get --page waits for a limited time, and then an error follows", async () => {
  let stderr = "";
  const runtime = {
    stderr: { write: (text: string) => Boolean(stderr += text) },
    discardsMessages: () => Promise.resolve(false),
    signal: new AbortController().signal,
  };
  const log = { warn() {}, info() {}, debug() {} };
  const request = { profileName: "default", stsProfileName: "default_sts" };
  const prompt = new PagePrompt(
    { runtime, log } as unknown as CommandContext,
    request,
    {},
    20,
  );
  const session = { mfaDevice: "GAHT12345678", roles: [], duration: 3600 };
  await assert.rejects(
    prompt.showOutcome(
      prompt.read(session).then(() => assert.fail("there is an MFA code")),
    ),
    { code: "usage", message: "no MFA code was typed on the page in time" },
  );
  assert.match(stderr, /^updsts: open http:/);
});

for (const losesMessages of ["when written", "by its device"] as const) {
  Deno.test(`get --page ends at once where standard error loses the URL ${losesMessages}`, async () => {
    await using scene = await makeScene();
    const before = await scene.home.read();
    const { status, stderr } = await scene.runInProcess(PAGE, {
      losesMessages,
    });
    assert.equal(status, 2);
    assert.match(
      stderr,
      /updsts: error: the URL of the page cannot be printed on standard error\nupdsts: hint: .*\n$/,
    );
    const [url] = /http:\S+/.exec(stderr) ?? [];
    if (losesMessages === "by its device") assert.equal(url, undefined);
    else await pageClosed(url!);
    assert.equal(scene.sts.requests.length, 0);
    assert.equal(await scene.home.read(), before);
  });
}

/** Runs a test with another `Deno.listen`. */
async function withListen(
  listen: (options: Deno.TcpListenOptions) => Deno.TcpListener,
  test: () => Promise<void>,
): Promise<void> {
  const { listen: original } = Deno;
  Deno.listen = listen as typeof Deno.listen;
  try {
    await test();
  } finally {
    Deno.listen = original;
  }
}

Deno.test("get --page names the reason where its page can't be served", async (t) => {
  await using scene = await makeScene();
  const reasons: [Error, RegExp][] = [
    [
      new Deno.errors.AddrNotAvailable(
        "Cannot assign requested address (os error 99)",
      ),
      /^updsts: error: cannot serve the page that asks for the MFA code on 127\.0\.0\.1: Cannot assign requested address\nupdsts: hint: leave --page out and type the MFA code in a terminal\n$/,
    ],
    [
      new Deno.errors.NotCapable('Requires net access to "127.0.0.1:0"'),
      /^updsts: error: cannot serve the page that asks for the MFA code on 127\.0\.0\.1: .*\nupdsts: hint: give --allow-net=127\.0\.0\.1:0, or leave --page out/,
    ],
  ];
  for (const [error, message] of reasons) {
    await t.step(error.name, () =>
      withListen(() => {
        throw error;
      }, async () => {
        const { status, stderr } = await scene.runInProcess(PAGE);
        assert.equal(status, 2);
        assert.match(stderr, message);
        assert.equal(scene.sts.requests.length, 0);
      }));
  }
});

Deno.test("get --page says that its page was closed where that accepts no more connections", async () => {
  await using scene = await makeScene();
  const { listen } = Deno;
  await withListen((options) => {
    const listener = listen(options);
    listener.accept = () =>
      Promise.reject(new Error("Too many open files (os error 24)"));
    return listener;
  }, async () => {
    const { status, stderr } = await scene.runInProcess(PAGE);
    assert.equal(status, 2);
    assert.match(
      stderr,
      /updsts: error: the page that asks for the MFA code accepts no more connections and was closed\nupdsts: hint: run the command again\n$/,
    );
    assert.equal(scene.sts.requests.length, 0);
  });
});

Deno.test("Ctrl-C ends get --page and its page", async () => {
  await using scene = await makeScene();
  const ctrlC = new AbortController();
  const { url, ended } = start(scene, PAGE, ctrlC.signal);
  await url;
  ctrlC.abort(new Interruption(130));
  assert.equal((await ended).status, 130);
  await pageClosed(await url);
  assert.equal(scene.sts.requests.length, 0);
});

Deno.test("Ctrl-C after a rejected MFA code ends get --page", async () => {
  await using scene = await makeScene();
  const ctrlC = new AbortController();
  const { url, ended } = start(scene, PAGE, ctrlC.signal);
  await send(await url, "000000");
  ctrlC.abort(new Interruption(130));
  assert.equal((await ended).status, 130);
});

Deno.test("get --page shows no page where the request is refused", async () => {
  await using scene = await makeScene({
    file: (user) => usualFile(user) + "[default_sts]\nregion = x\n",
  });
  const { status, stderr } = await scene.runInProcess(PAGE);
  assert.equal(status, 1);
  assert.doesNotMatch(stderr, /http:/);
});

Deno.test("--page is not used with -t, nor for several profiles", async () => {
  await using scene = await makeScene();
  const withCode = await scene.runInProcess([...PAGE, "-t", "012345"]);
  assert.deepEqual(withCode, {
    status: 2,
    stdout: "",
    stderr: "updsts: error: --page cannot be used with -t\n" +
      "updsts: hint: leave one of them out\n",
  });
  const several = await scene.runInProcess([...PAGE, "-n", "other"]);
  assert.equal(several.status, 2);
  assert.match(several.stderr, /--page.* with one profile only/);
});

Deno.test("of two get --page --if-expires-within at once, one shows a page", async () => {
  await using scene = await makeScene();
  const args = [...PAGE, "--if-expires-within", "600"];
  const first = start(scene, args);
  const url = await first.url;
  const second = scene.runInProcess(args);
  await send(url, scene.device.nextCode());
  assert.equal((await first.ended).status, 0);
  assert.deepEqual(await second, { status: 0, stdout: "", stderr: "" });
  assert.deepEqual(await scene.runInProcess(args), await second);
  assert.equal(scene.sts.requests.length, 1);
});

Deno.test("get --page --format prints the credentials, and the URL on standard error", async () => {
  await using scene = await makeScene();
  const { url, ended } = start(scene, [...PAGE, "--format", "process"]);
  await send(await url, scene.device.nextCode());
  const { stdout } = await ended;
  const { sessionToken } = scene.sts.issued[0]!;
  assert.equal(JSON.parse(stdout).SessionToken, sessionToken);
});

Deno.test("get --page --json prints the URL as JSON", async () => {
  await using scene = await makeScene();
  let message = "";
  const ended = scene.runInProcess([...PAGE, "--json"], {
    onMessage(text) {
      message = text;
      const { page_url: url } = JSON.parse(text);
      if (url) void send(url, "", "deny");
    },
  });
  const { stderr } = await ended;
  const [first, second] = stderr.trimEnd().split("\n");
  assert.match(JSON.parse(first!).page_url, /^http:\/\/127\.0\.0\.1:/);
  assert.equal(message, `${second}\n`);
});
