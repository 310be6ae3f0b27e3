/** What clients send in place of what the schemas say. */
import assert from "node:assert/strict";
import { writeSettled } from "../support/updsts.ts";
import { RawServer, textOf } from "./raw_server.ts";
import { CANARIES, withScene } from "./scene.ts";

const UPDATE = "updsts_update_sts_credential";

Deno.test("the update tool treats null, the text null, an empty text and no value alike", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene);
    await server.initialize();
    for (const nothing of [null, "null", ""]) {
      const result = await server.call(UPDATE, {
        profile_name: "default",
        totp_token: scene.device.nextCode(),
        sts_profile_name: nothing,
        cred_file: nothing,
        duration: nothing,
        if_expires_within: nothing,
        role_arn: nothing,
        role_session_name: nothing,
        external_id: nothing,
      });
      assert.equal(
        result.structuredContent.result.updated_profile_name,
        "default_sts",
      );
    }
    assert.deepEqual(
      scene.sts.requests.map(({ parameters }) => parameters.DurationSeconds),
      ["3600", "3600", "3600"],
    );
  }));

Deno.test("a code sent as a number gets its leading zeros back, and a duration sent as text is a number", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene);
    await server.initialize();
    for (const duration of ["900", "900.0"]) {
      await server.call(UPDATE, {
        profile_name: "default",
        totp_token: 1234,
        duration,
      });
    }
    for (const { parameters } of scene.sts.requests) {
      assert.equal(parameters.TokenCode, "001234");
      assert.equal(parameters.DurationSeconds, "900");
    }
    assert.equal(scene.sts.requests.length, 2);
  }));

Deno.test("names that a client sends as a number are names", () =>
  withScene(async (scene) => {
    const text = scene.original.replace("[default]", "[123456789012]");
    await writeSettled(scene.file, text);
    await using server = RawServer.start(scene);
    await server.initialize();
    const result = await server.call(UPDATE, {
      profile_name: 123456789012,
      sts_profile_name: 42,
      totp_token: scene.device.nextCode(),
    });
    assert.equal(textOf(result).updated_profile_name, "42");
    const info = await server.call("updsts_get_credential_info", {
      profile_name: 123456789012,
    });
    assert.equal(textOf(info).profile_name, "123456789012");
  }));

Deno.test("additional arguments of clients are ignored and logged", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene, "-v", "1");
    await server.initialize();
    const added = {
      wait_for_previous: true,
      toolCallId: "call_1",
      task_progress: "- [x] done",
      user_context: { name: "me" },
      [`${CANARIES.password} `]: 1,
    };
    const result = await server.call(UPDATE, {
      profile_name: "default",
      totp_token: scene.device.nextCode(),
      ...added,
    });
    assert.equal(textOf(result).updated_profile_name, "default_sts");
    textOf(
      await server.call("updsts_get_credential_info", {
        profile_name: "default",
        ...added,
      }),
    );
    textOf(await server.call("updsts_get_credential_info_list", added));
    assert.equal(server.stderr.match(/ignored .* toolCallId\n/g)?.length, 3);
    assert.match(server.stderr, /ignored .* with an invalid name\n/);
    assert.ok(!server.stderr.includes(CANARIES.password));
  }));
