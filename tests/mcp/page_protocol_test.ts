import assert from "node:assert/strict";
import { canRun, ignoreWithout } from "../support/programs.ts";
import { executable, writeSettled } from "../support/updsts.ts";
import { CodeElicitor, InputRequired } from "../../src/mcp/elicit_code.ts";
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

async function type(url: string, code: string): Promise<void> {
  const body = new URLSearchParams({ code });
  const response = await fetch(url, { method: "POST", body });
  assert.equal(response.status, 200);
  await response.body?.cancel();
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

Deno.test("the code of the page is not on the wire, and not in the log", () =>
  withScene(async (scene) => {
    await using server = await RawServer.start(scene, "-v", "2");
    const args = { profile_name: "default" };
    const { url, requestState } = await ask(server, args);
    const code = scene.device.nextCode();
    await type(url, code);
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

Deno.test("a code typed for one call is not used for another", async (t) => {
  const others = {
    "another profile": { profile_name: "session" },
    "another name": { sts_profile_name: "work" },
    "another duration": { duration: 900 },
    "a role": { role_arn: "arn:aws:iam::123456789012:role/x" },
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
        assert.match(refusalOf(result), /no page is open any more/);
        assert.equal(scene.sts.requests.length, 0);
        assert.equal(await scene.read(), copy);
      }));
  }
});

Deno.test("a page's code is used once, and a made-up page is none", () =>
  withScene(async (scene) => {
    await using server = await RawServer.start(scene);
    const args = { profile_name: "default" };
    const { url, requestState } = await ask(server, args);
    await type(url, scene.device.nextCode());
    const again = modernCall(args, accept(requestState));
    textOf((await server.request("tools/call", again)).result);
    for (
      const call of [again, modernCall(args, accept("made-up")), {
        ...again,
        requestState: undefined,
      }]
    ) {
      const { result } = await server.request("tools/call", call);
      assert.match(refusalOf(result), /no page is open any more/);
    }
    assert.equal(scene.sts.requests.length, 1);
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
    assert.match(refusalOf(result), /there is no code/);
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
    const args = { profile_name: "default" };
    for (let page = 0; page < 8; page++) await ask(server, args);
    const { result } = await server.request("tools/call", modernCall(args));
    assert.match(refusalOf(result), /there is no code/);
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

/** The address and the name of a page that is opened to ask for a code. */
async function openPage(
  asker: CodeElicitor,
  signal: AbortSignal,
): Promise<{ url: string; state: string }> {
  try {
    await asker.ask(QUESTION, { ...CLIENT, signal });
  } catch (error) {
    if (!(error instanceof InputRequired)) throw error;
    const { inputRequests, requestState } = error.result as Message;
    return { url: inputRequests.page.params.url, state: requestState };
  }
  throw new Error("a code from nowhere");
}

const QUESTION = {
  request: { profileName: "a", stsProfileName: "b" },
  session: {
    mfaDevice: "arn:aws:iam::123456789012:mfa/me",
    roles: [],
    duration: 3600,
  },
  credentialFile: undefined,
};
const CLIENT = {
  hasUrlMode: true,
  hasFormMode: false,
  responses: undefined,
  state: undefined,
};

Deno.test("a call that is cancelled while it waits for the code closes the page", async () => {
  const call = new AbortController();
  const asker = new CodeElicitor(false, { warn() {}, info() {}, debug() {} });
  const { url, state } = await openPage(asker, new AbortController().signal);
  const code = asker.ask(QUESTION, {
    ...CLIENT,
    state,
    responses: { page: { action: "accept" } },
    signal: call.signal,
  });
  const refused = assert.rejects(code);
  call.abort();
  await pageClosed(url);
  await refused;
});

Deno.test("a call that is cancelled before its user is asked closes the page", async () => {
  const call = new AbortController();
  const asker = new CodeElicitor(false, { warn() {}, info() {}, debug() {} });
  const { url } = await openPage(asker, call.signal);
  const response = await fetch(url);
  await response.body?.cancel();
  assert.equal(response.status, 200);
  call.abort();
  await pageClosed(url);
});

Deno.test("at the end every page is closed, those that nobody came back for too", async () => {
  const silent = { warn() {}, info() {}, debug() {} };
  const asker = new CodeElicitor(false, silent);
  const { signal } = new AbortController();
  const urls = [
    (await openPage(asker, signal)).url,
    (await openPage(asker, signal)).url,
  ];
  asker.closeAll();
  for (const url of urls) {
    await pageClosed(url);
  }
});

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
      assert.match(refusalOf(result), /terminal: updsts get -n default -c /);
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
