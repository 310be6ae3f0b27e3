/** When a page is closed, and when there is none. */
import assert from "node:assert/strict";
import { canRun, ignoreWithout } from "../support/programs.ts";
import { executable } from "../support/updsts.ts";
import { accept, ask, modernCall, type, UPDATE } from "./page_client.ts";
import { until } from "../support/until.ts";
import { pageClosed } from "./page_closed.ts";
import { RawServer, refusalOf, textOf } from "./raw_server.ts";
import { type McpScene, withScene } from "./scene.ts";

Deno.test("a cancelled call and a disconnected client close the page", () =>
  withScene(async (scene) => {
    const server = await RawServer.startProcess(scene);
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

Deno.test("a cancelled call of a 2025 client closes the page that waits for its user", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene);
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

Deno.test("a user who has sent the form gets a page although the client disconnects", () =>
  withScene(async (scene) => {
    scene.sts.tell({ kind: "slow", delayMs: 5_000, moment: "before" });
    const server = RawServer.start(scene);
    const { url } = await ask(server, { profile_name: "default" });
    const page = type(url, scene.device.nextCode());
    await until(() => scene.sts.spentCodes > 0);
    assert.equal(await server.end(), 0);
    assert.match(await page, /This request has expired/);
    assert.equal(await scene.read(), scene.original);
  }));

Deno.test("a model in a loop opens a limited number of pages", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene);
    const args = (page: number) => ({
      profile_name: "default",
      sts_profile_name: `work${page}`,
    });
    for (let page = 0; page < 8; page++) await ask(server, args(page));
    const { result } = await server.request("tools/call", modernCall(args(8)));
    assert.match(refusalOf(result), /^there is no MFA code/);
  }));

Deno.test("the user is not asked for an MFA code that the rate limit would refuse", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene);
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
  name:
    "without permission to serve the page, the command for a terminal is named",
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
      await using server = await RawServer.startProcess(scene);
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
