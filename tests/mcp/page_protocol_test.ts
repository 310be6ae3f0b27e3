import assert from "node:assert/strict";
import { writeSettled } from "../support/updsts.ts";
import { accept, ask, modernCall, type, UPDATE, urlOf } from "./page_client.ts";
import { pageClosed } from "./page_closed.ts";
import { RawServer, refusalOf, textOf } from "./raw_server.ts";
import { CANARIES, withScene } from "./scene.ts";

Deno.test("the MFA code of the page is in no MCP message and not in the log", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene, "-v", "2");
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
    assert.match(server.stderr, /saved a session with an MFA code of the user/);
  }));

Deno.test("a client without elicitation gets a session, and no MFA code is in its transcript", () =>
  withScene(async (scene) => {
    await using server = await RawServer.startProcess(scene, "-v", "2");
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

Deno.test("the session is saved when the form is sent, also if the client makes no further call", () =>
  withScene(async (scene) => {
    const server = RawServer.start(scene);
    const { url } = await ask(server, { profile_name: "default" });
    assert.match(await type(url, scene.device.nextCode()), /Session saved/);
    const [session] = scene.sts.issued;
    assert.ok((await scene.read()).includes(session!.sessionToken));
    assert.equal(await server.end(), 0);
    await pageClosed(url);
  }));

Deno.test("the page refuses a wrong MFA code and accepts the right one", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene);
    const { url } = await ask(server, { profile_name: "default" });
    const wrong = await type(url, scene.device.wrongCode());
    assert.match(wrong, /rejected .*\(AccessDenied\).* 2 tries are left/);
    assert.equal(await scene.read(), scene.original);
    assert.match(await type(url, scene.device.nextCode()), /Session saved/);
  }));

Deno.test("a user who does not allow the request ends the call that waits, at once", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene);
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

Deno.test("an allowed request is refused after the profile has changed", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene);
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
        await using server = RawServer.start(scene);
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

Deno.test("a client that calls twice gets the same result, and an invented request ID is ignored", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene);
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
    await using server = RawServer.start(scene);
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
    await using server = RawServer.start(scene);
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
    await using server = RawServer.start(scene);
    await server.initialize();
    await using terminal = RawServer.start(scene);
    await terminal.initialize();
    const args = { profile_name: "default" };
    const code = () => ({ totp_token: scene.device.nextCode() });
    textOf(await terminal.call(UPDATE, { ...args, ...code() }));
    const url = urlOf(await server.call(UPDATE, args));
    const got = textOf(await terminal.call(UPDATE, { ...args, ...code() }));
    assert.deepEqual(textOf(await server.call(UPDATE, args)), got);
    assert.match(await (await fetch(url)).text(), /Session saved/);
  }));

Deno.test("the response of a form is ignored if the user did not allow forms", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene);
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
