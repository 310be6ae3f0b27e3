import assert from "node:assert/strict";
import { type, UPDATE } from "./page_client.ts";
import { refusalOf, textOf } from "./raw_server.ts";
import { type McpScene, withScene } from "./scene.ts";
import { connectClient, PROTOCOLS, SDK_CLIENTS } from "./sdk_clients.ts";

const FORM = "--allow-form-elicitation";

function assertWritten(scene: McpScene, text: string): void {
  assert.ok(text.startsWith(scene.original));
  assert.ok(text.includes(scene.sts.issued[0]!.sessionToken));
}

for (const kind of SDK_CLIENTS) {
  Deno.test(`the ${kind} client lists the tools and gets the contract's results`, () =>
    withScene(async (scene) => {
      await using client = await connectClient(scene, {
        kind,
        asProcess: true,
      });
      assert.deepEqual(
        (await client.listTools()).map(({ name }) => name),
        [
          UPDATE,
          "updsts_get_credential_info",
          "updsts_get_credential_info_list",
        ],
      );
      const update = await client.call(UPDATE, {
        profile_name: "default",
        totp_token: scene.device.nextCode(),
      });
      assert.deepEqual(update.structuredContent, { result: textOf(update) });
      assert.deepEqual(Object.keys(textOf(update)), [
        "updated_profile_name",
        "aws_access_key_id",
        "aws_token_expiration",
      ]);
      const info = await client.call("updsts_get_credential_info", {
        profile_name: "default_sts",
      });
      assert.deepEqual(info.structuredContent, { result: textOf(info) });
      assert.equal(textOf(info).expired, false);
      assert.equal(textOf(info).managed, true);
      const nobody = await client.call("updsts_get_credential_info", {
        profile_name: "nobody",
      });
      assert.deepEqual(nobody.structuredContent, { result: null });
      const list = await client.call("updsts_get_credential_info_list", {});
      assert.equal(textOf(list).length, 4);
      assertWritten(scene, await scene.read());
    }));

  Deno.test(`the user of the ${kind} client types the MFA code into the page`, () =>
    withScene(async (scene) => {
      const asked: string[] = [];
      await using client = await connectClient(scene, {
        kind,
        asProcess: kind === "v2 modern",
        elicitation: { url: {}, form: {} },
        args: [FORM],
        async answer({ mode, url, message }) {
          assert.equal(mode, "url");
          asked.push(message);
          const page = await (await fetch(url)).text();
          assert.match(page, /default_sts/);
          const shown = await type(url, scene.device.nextCode());
          assert.match(shown, /Session saved/);
          return { action: "accept" };
        },
      });
      const result = await client.call(UPDATE, { profile_name: "default" });
      assert.equal(textOf(result).updated_profile_name, "default_sts");
      assert.equal(asked.length, 1);
      assert.ok(asked[0]!.includes(scene.user.mfaSerial));
      assertWritten(scene, await scene.read());
    }));
}

for (const kind of PROTOCOLS) {
  Deno.test(`a call of the ${kind} client that answers at once waits until the MFA code is typed`, () =>
    withScene(async (scene) => {
      let typed: Promise<unknown> | undefined;
      await using client = await connectClient(scene, {
        kind,
        elicitation: { url: {} },
        answer({ url }) {
          typed = new Promise((resolve) => setTimeout(resolve, 300)).then(
            async () => {
              const wrong = await type(url, scene.device.wrongCode());
              assert.match(wrong, /rejected .* 2 tries are left/);
              const right = await type(url, scene.device.nextCode());
              assert.match(right, /Session saved/);
            },
          );
          return Promise.resolve({ action: "accept" });
        },
      });
      const result = await client.call(UPDATE, { profile_name: "default" });
      await typed;
      assert.equal(textOf(result).updated_profile_name, "default_sts");
      assertWritten(scene, await scene.read());
    }));

  Deno.test(`the ${kind} client with forms only shows a form if the user allowed it`, () =>
    withScene(async (scene) => {
      await using client = await connectClient(scene, {
        kind,
        elicitation: { form: {} },
        args: [FORM],
        answer({ mode, requestedSchema, message }) {
          assert.equal(mode, "form");
          assert.deepEqual(Object.keys(requestedSchema.properties), ["code"]);
          assert.equal(requestedSchema.properties.code.type, "string");
          assert.match(message, /"default"/);
          const code = scene.device.nextCode();
          const wide = code.replace(
            /\d/g,
            (digit) => "０１２３４５６７８９"[+digit]!,
          );
          const content = { code: `${wide.slice(0, 3)} ${wide.slice(3)}` };
          return Promise.resolve({ action: "accept", content });
        },
      });
      const result = await client.call(UPDATE, { profile_name: "default" });
      assert.equal(textOf(result).updated_profile_name, "default_sts");
      assertWritten(scene, await scene.read());
    }));

  Deno.test(`the ${kind} client shows a form after it declined the page, if the user allowed it`, () =>
    withScene(async (scene) => {
      const modes: string[] = [];
      let page = "";
      await using client = await connectClient(scene, {
        kind,
        elicitation: { url: {}, form: {} },
        args: [FORM],
        answer({ mode, url }) {
          modes.push(mode);
          if (mode === "url") {
            page = url;
            return Promise.resolve({ action: "decline" });
          }
          const content = { code: scene.device.nextCode() };
          return Promise.resolve({ action: "accept", content });
        },
      });
      const result = await client.call(UPDATE, { profile_name: "default" });
      assert.equal(textOf(result).updated_profile_name, "default_sts");
      assert.deepEqual(modes, ["url", "form"]);
      assert.match(await (await fetch(page)).text(), /Session saved/);
    }));

  Deno.test(`the ${kind} client gets the command for a terminal if there is no page`, () =>
    withScene(async (scene) => {
      await using client = await connectClient(scene, {
        kind,
        elicitation: { url: {} },
        answer: () => Promise.reject(new Error("must not be asked")),
        args: ["--no-page"],
      });
      const text = refusalOf(
        await client.call(UPDATE, { profile_name: "default" }),
      );
      assert.match(text, /^there is no MFA code of the MFA device arn:/);
      assert.doesNotMatch(text, /http:/);
      assert.ok(text.endsWith(` get -n default -c ${scene.file}`), text);
      await scene.assertUntouched();
    }));

  Deno.test(`the user of the ${kind} client is asked only for a possible request`, (t) =>
    withScene(async (scene) => {
      let isAsked = false;
      await using client = await connectClient(scene, {
        kind,
        elicitation: { url: {}, form: {} },
        args: [FORM],
        answer() {
          isAsked = true;
          return Promise.resolve({ action: "cancel" });
        },
      });
      const refused = {
        "an unknown profile": { profile_name: "nobody" },
        "a section of long-term access keys": { sts_profile_name: "other" },
        "a planted line": { sts_profile_name: "a\ncredential_process=id" },
        "a file outside": { cred_file: "/etc/passwd" },
      };
      for (const [what, args] of Object.entries(refused)) {
        await t.step(what, async () => {
          refusalOf(
            await client.call(UPDATE, { profile_name: "default", ...args }),
          );
          assert.equal(isAsked, false);
          await scene.assertUntouched();
        });
      }
    }));
}
