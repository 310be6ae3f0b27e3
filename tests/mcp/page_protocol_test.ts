import assert from "node:assert/strict";
import { canRun, ignoreWithout } from "../support/programs.ts";
import { executable, writeSettled } from "../support/updsts.ts";
import { pageClosed } from "./page_closed.ts";
import { type Message, RawServer, refusalOf, textOf } from "./raw_server.ts";
import { CANARIES, type McpScene, withScene } from "./scene.ts";

const UPDATE = "updsts_update_sts_credential";

/** A call in the 2026 protocol, by a client that can open pages. */
function modernCall(args: Message, more: Message = {}): Message {
  return {
    _meta: {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
      "io.modelcontextprotocol/clientCapabilities": {
        elicitation: { url: {} },
      },
    },
    name: UPDATE,
    arguments: args,
    ...more,
  };
}

/** Sends the form of a page; gives the page that a browser shows next. */
async function type(url: string, code: string, action = "allow") {
  const body = new URLSearchParams({ code, action });
  return await (await fetch(url, { method: "POST", body })).text();
}

/** The URL in the result of a call whose client cannot open it. */
function urlOf(result: Message): string {
  const [url] =
    /http:\/\/127\S+(?= on this computer)/.exec(refusalOf(result)) ??
      [];
  assert.ok(url);
  return url;
}

async function ask(
  server: RawServer,
  args: Message,
): Promise<{ url: string; requestState: string }> {
  const { result } = await server.request("tools/call", modernCall(args));
  assert.equal(result.resultType, "input_required");
  const { params } = result.inputRequests.page;
  assert.equal(params.mode, "url");
  return { url: params.url, requestState: result.requestState };
}

const accept = (requestState: string) => ({
  requestState,
  inputResponses: { page: { action: "accept" } },
});

Deno.test("the MFA code of the page is not on the wire, and not in the log", () =>
  withScene(async (scene) => {
    await using server = await RawServer.start(scene, "-v", "2");
    const args = { profile_name: "default" };
    const { url, requestState } = await ask(server, args);
    const code = scene.device.nextCode();
    assert.match(await type(url, code), /Session saved/);
    const { result } = await server.request(
      "tools/call",
      modernCall(args, accept(requestState)),
    );
    assert.equal(textOf(result).updated_profile_name, "default_sts");
    const [session] = scene.sts.issued;
    const secrets = [
      code,
      session!.secretAccessKey,
      session!.sessionToken,
      ...Object.values(CANARIES),
    ];
    for (const secret of secrets) {
      assert.ok(!server.everything.includes(secret));
    }
    assert.match(server.stderr, /asking the user for the MFA code/);
  }));

Deno.test("a client without elicitation gets a session, and no MFA code is in its transcript", () =>
  withScene(async (scene) => {
    await using server = await RawServer.start(scene, "-v", "2");
    await server.initialize({ elicitation: {} });
    const args = { profile_name: "default", cred_file: null };
    const url = urlOf(await server.call(UPDATE, args));
    const code = scene.device.nextCode();
    assert.match(await type(url, code), /Session saved/);
    const result = await server.call(UPDATE, { profile_name: "default" });
    assert.equal(textOf(result).updated_profile_name, "default_sts");
    assert.ok(!server.everything.includes(code));
    // It was the result of that request, not of the next.
    assert.notEqual(urlOf(await server.call(UPDATE, args)), url);
    assert.match(await (await fetch(url)).text(), /Session saved/);
    assert.equal(scene.sts.requests.length, 1);
  }));

Deno.test("the session is saved when the form is sent, though the client never comes back", () =>
  withScene(async (scene) => {
    const server = await RawServer.start(scene);
    const { url } = await ask(server, { profile_name: "default" });
    assert.match(await type(url, scene.device.nextCode()), /Session saved/);
    const [session] = scene.sts.issued;
    assert.ok((await scene.read()).includes(session!.sessionToken));
    assert.equal(await server.end(), 0);
    await pageClosed(url);
  }));

Deno.test("the page refuses a wrong MFA code, and takes the right one", () =>
  withScene(async (scene) => {
    await using server = await RawServer.start(scene);
    const { url } = await ask(server, { profile_name: "default" });
    const wrong = await type(url, scene.device.wrongCode());
    assert.match(wrong, /rejected .*\(AccessDenied\).* 2 tries are left/);
    assert.equal(await scene.read(), scene.original);
    assert.match(await type(url, scene.device.nextCode()), /Session saved/);
  }));

Deno.test("a user who does not allow the request ends the call that waits, at once", () =>
  withScene(async (scene) => {
    await using server = await RawServer.start(scene);
    await server.initialize();
    const args = { profile_name: "default" };
    const url = urlOf(await server.call(UPDATE, args));
    const id = await server.send("tools/call", {
      name: UPDATE,
      arguments: args,
    });
    await server.request("ping");
    assert.match(await type(url, "", "deny"), /Not allowed/);
    const { result } = await server.answerTo(id);
    assert.match(refusalOf(result), /^the user did not allow this request/);
    assert.match(await (await fetch(url)).text(), /Not allowed/);
    assert.equal(scene.sts.requests.length, 0);
    await scene.assertUntouched();
  }));

Deno.test("what a user allowed is not done after the profile has changed", () =>
  withScene(async (scene) => {
    await using server = await RawServer.start(scene);
    const { url } = await ask(server, { profile_name: "default" });
    const other = scene.original.replaceAll(
      scene.user.mfaSerial,
      `${scene.user.mfaSerial}2`,
    );
    await Deno.writeTextFile(scene.file, other);
    const page = await type(url, scene.device.nextCode());
    assert.match(page, /MFA device, roles or duration have changed/);
    assert.equal(scene.sts.requests.length, 0);
    assert.equal(await scene.read(), other);
  }));

Deno.test("the outcome of one request is not that of another", async (t) => {
  const others = {
    "another profile": { profile_name: "session" },
    "another name": { sts_profile_name: "work" },
    "another duration": { duration: 900 },
    // For longer than a session in the file can assume it.
    "a role": {
      role_arn: "arn:aws:iam::123456789012:role/x",
      duration: 7200,
    },
    "another file": { cred_file: "other" },
  };
  for (const [what, other] of Object.entries(others)) {
    await t.step(what, () =>
      withScene(async (scene) => {
        const copy = scene.original.replaceAll(
          /^aws_session_token.*\n/gm,
          "",
        ).replace("ASIASESSIONSESSION22", scene.user.accessKeyId);
        await writeSettled(scene.file, copy);
        await Deno.writeTextFile(`${scene.directory}/other`, copy);
        await using server = await RawServer.start(scene);
        const args = { profile_name: "default" };
        const { url, requestState } = await ask(server, args);
        await type(url, scene.device.nextCode());
        const { result } = await server.request(
          "tools/call",
          modernCall({ ...args, ...other }, accept(requestState)),
        );
        assert.match(refusalOf(result), /^the request has expired/);
        const next = await ask(server, { ...args, ...other });
        assert.notEqual(next.url, url);
        assert.equal(scene.sts.requests.length, 1);
      }));
  }
});

Deno.test("a client that comes back twice gets the same result, and a made-up request is none", () =>
  withScene(async (scene) => {
    await using server = await RawServer.start(scene);
    const args = { profile_name: "default" };
    const { url, requestState } = await ask(server, args);
    await type(url, scene.device.nextCode());
    const again = modernCall(args, accept(requestState));
    const first = textOf((await server.request("tools/call", again)).result);
    const second = textOf((await server.request("tools/call", again)).result);
    assert.deepEqual(first, second);
    for (
      const call of [
        modernCall(args, accept("made-up")),
        { ...again, requestState: undefined },
      ]
    ) {
      const { result } = await server.request("tools/call", call);
      assert.match(refusalOf(result), /^the request has expired/);
    }
    assert.equal(scene.sts.requests.length, 1);
  }));

Deno.test("a second call for the same request does not open a second page", () =>
  withScene(async (scene) => {
    await using server = await RawServer.start(scene);
    const args = { profile_name: "default" };
    const { url, requestState } = await ask(server, args);
    // As Copilot CLI, which fails when it is asked.
    const { result } = await server.request("tools/call", modernCall(args));
    assert.equal(urlOf(result), url);
    await type(url, scene.device.nextCode());
    const came = await server.request(
      "tools/call",
      modernCall(args, accept(requestState)),
    );
    assert.equal(textOf(came.result).updated_profile_name, "default_sts");
  }));

Deno.test("an MFA code of the agent's ends the request that waits for its user", () =>
  withScene(async (scene) => {
    await using server = await RawServer.start(scene);
    const args = { profile_name: "default" };
    const { url } = await ask(server, args);
    const totp_token = scene.device.nextCode();
    const { result } = await server.request(
      "tools/call",
      modernCall({ ...args, totp_token }),
    );
    textOf(result);
    assert.match(await (await fetch(url)).text(), /Session saved/);
  }));

Deno.test("a session that the user got in a terminal meanwhile is the result of the next call", () =>
  withScene(async (scene) => {
    await using server = await RawServer.start(scene);
    await server.initialize();
    await using terminal = await RawServer.start(scene);
    await terminal.initialize();
    const args = { profile_name: "default" };
    const code = () => ({ totp_token: scene.device.nextCode() });
    textOf(await terminal.call(UPDATE, { ...args, ...code() }));
    const url = urlOf(await server.call(UPDATE, args));
    const got = textOf(await terminal.call(UPDATE, { ...args, ...code() }));
    assert.deepEqual(textOf(await server.call(UPDATE, args)), got);
    assert.match(await (await fetch(url)).text(), /Session saved/);
  }));

Deno.test("a form's answer is not taken from a client whose user did not allow forms", () =>
  withScene(async (scene) => {
    await using server = await RawServer.start(scene);
    const content = { code: scene.device.nextCode() };
    const { result } = await server.request(
      "tools/call",
      modernCall({ profile_name: "default" }, {
        inputResponses: { form: { action: "accept", content } },
      }),
    );
    assert.equal(result.resultType, "input_required");
    assert.equal(scene.sts.requests.length, 0);
    await scene.assertUntouched();
  }));

Deno.test("a cancelled call and a client that is gone close the page", () =>
  withScene(async (scene) => {
    const server = await RawServer.start(scene);
    const args = { profile_name: "default" };
    const first = await ask(server, args);
    const id = await server.send(
      "tools/call",
      modernCall(args, accept(first.requestState)),
    );
    await server.request("tools/list", modernCall({}));
    await server.write(
      `${
        JSON.stringify({
          jsonrpc: "2.0",
          method: "notifications/cancelled",
          params: { requestId: id, _meta: modernCall({})._meta },
        })
      }\n`,
    );
    await pageClosed(first.url);

    const second = await ask(server, args);
    await server.send(
      "tools/call",
      modernCall(args, accept(second.requestState)),
    );
    assert.equal(await server.end(), 0);
    await pageClosed(second.url);
    await scene.assertUntouched();
  }));

Deno.test("a call of a 2025 client that is cancelled while its user is asked closes the page", () =>
  withScene(async (scene) => {
    await using server = await RawServer.start(scene);
    await server.initialize({ elicitation: { url: {} } });
    const id = await server.send("tools/call", {
      name: UPDATE,
      arguments: { profile_name: "default" },
    });
    const { params } = await server.message(({ method }) =>
      method === "elicitation/create"
    );
    await server.write(
      `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":${id}}}\n`,
    );
    await pageClosed(params.url);
    await scene.assertUntouched();
  }));

Deno.test("a model in a loop does not open pages without end", () =>
  withScene(async (scene) => {
    await using server = await RawServer.start(scene);
    const args = (page: number) => ({
      profile_name: "default",
      sts_profile_name: `work${page}`,
    });
    for (let page = 0; page < 8; page++) await ask(server, args(page));
    const { result } = await server.request("tools/call", modernCall(args(8)));
    assert.match(refusalOf(result), /^there is no MFA code/);
  }));

Deno.test("the user is not asked for a code that STS may not be asked with", () =>
  withScene(async (scene) => {
    await using server = await RawServer.start(scene);
    const args = { profile_name: "default" };
    for (let call = 0; call < 5; call++) {
      const totp_token = scene.device.wrongCode();
      const wrong = modernCall({ ...args, totp_token });
      refusalOf((await server.request("tools/call", wrong)).result);
    }
    const { result } = await server.request("tools/call", modernCall(args));
    assert.match(refusalOf(result), /try again in \d+ seconds/);
    await scene.assertUntouched();
  }));

Deno.test({
  name: "where the page may not be served, the terminal is named",
  ignore: executable !== undefined, // It is about flags of deno run.
  fn: () =>
    withScene(async (scene) => {
      await using server = await startWithoutPage(scene);
      const { result } = await server.request(
        "tools/call",
        modernCall({ profile_name: "default" }),
      );
      assert.match(
        refusalOf(result),
        /^there is no MFA code.*\n.*\n.* terminal: \S+ run .* get -n default -c /,
      );
      await scene.assertUntouched();
    }),
});

async function startWithoutPage(scene: McpScene): Promise<RawServer> {
  const [program, ...args] = await scene.command("-v", "1");
  return RawServer.spawn(
    program,
    args.map((arg) => arg.replace("127.0.0.1:0,", "")),
    scene.env,
  );
}

/** Sets how many files a process may have open. */
const prlimit = (server: RawServer, files: number) =>
  new Deno.Command("prlimit", {
    args: [`--pid=${server.child.pid}`, `--nofile=${files}`],
  }).output();
const hasPrlimit = Deno.build.os === "linux" && canRun("prlimit", "--version");

Deno.test(ignoreWithout("prlimit", {
  name:
    "where the page's connections use up the descriptors, the call is answered and the server lives",
  fn: () =>
    withScene(async (scene) => {
      await using server = await RawServer.start(scene);
      const args = { profile_name: "default" };
      const { url, requestState } = await ask(server, args);
      const descriptors = `/proc/${server.child.pid}/fd`;
      const open = (await Array.fromAsync(Deno.readDir(descriptors))).length;
      await prlimit(server, open + 4);
      const port = Number(new URL(url).port);
      const silent = await Promise.all(
        Array.from(
          { length: 12 },
          () => Deno.connect({ hostname: "127.0.0.1", port }).catch(() => {}),
        ),
      );
      const { result } = await server.request(
        "tools/call",
        modernCall(args, accept(requestState)),
      );
      assert.match(refusalOf(result), /accepts no more connections/);
      silent.forEach((connection) => connection?.close());
      textOf(
        await server.request("tools/call", {
          ...modernCall({}),
          name: "updsts_get_credential_info_list",
        }).then(({ result }) => result),
      );
      assert.equal(await server.end(), 0);
      await scene.assertUntouched();
    }),
}, hasPrlimit));
