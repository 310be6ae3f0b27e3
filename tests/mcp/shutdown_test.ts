import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { RawServer, textOf } from "./raw_server.ts";
import { type McpScene, withScene } from "./scene.ts";
import { attempt } from "../../src/util/attempt.ts";
import { until } from "../support/until.ts";
import { ignoreOnWindows } from "../support/programs.ts";

const LIST = "updsts_get_credential_info_list";
const UPDATE = "updsts_update_sts_credential";

Deno.test("the end of input ends the server with status 0 at any time", () =>
  withScene(async (scene) => {
    const silent = await RawServer.startProcess(scene);
    assert.equal(await silent.end(), 0);
    assert.deepEqual(silent.lines, []);

    const amid = await RawServer.startProcess(scene);
    await amid.write('{"jsonrpc":"2.0","id":1,"met');
    assert.equal(await amid.end(), 0);
    assert.deepEqual(amid.lines, []);

    const begun = await RawServer.startProcess(scene);
    await begun.initialize();
    assert.equal(await begun.end(), 0);
    await scene.assertUntouched();
  }));

Deno.test("calls that were read before the end of input are answered", () =>
  withScene(async (scene) => {
    const server = await RawServer.startProcess(scene);
    await server.initialize();
    const list = await server.send("tools/list");
    const profiles = await server.send("tools/call", {
      name: LIST,
      arguments: {},
    });
    const waiting = await server.send("tools/call", {
      name: UPDATE,
      arguments: { profile_name: "default" },
    });
    assert.equal(await server.end(), 0);
    const answers = server.messages();
    const answer = (id: number) => answers.find((each) => each.id === id);
    assert.equal(answer(list)?.result.tools.length, 3);
    assert.equal(textOf(answer(profiles)?.result).length, 3);
    assert.equal(answer(waiting)?.result.isError, true);
    await scene.assertUntouched();
  }));

Deno.test("a call that waits for its user or for STS at the end of input is answered, and writes nothing", () =>
  withScene(async (scene) => {
    const server = await RawServer.startProcess(scene);
    await server.initialize({ elicitation: { url: {} } });
    const user = await server.send("tools/call", {
      name: UPDATE,
      arguments: { profile_name: "default" },
    });
    await server.message(({ method }) => method === "elicitation/create");
    scene.sts.tell({ kind: "slow", delayMs: 5_000, moment: "before" });
    const sts = await server.send("tools/call", {
      name: UPDATE,
      arguments: {
        profile_name: "default",
        sts_profile_name: "work",
        totp_token: scene.device.nextCode(),
      },
    });
    await until(() => scene.sts.spentCodes > 0);
    assert.equal(await server.end(), 0);
    for (const id of [user, sts]) {
      const answer = server.messages().find((each) =>
        each.id === id && each.method === undefined
      );
      assert.equal(answer?.result.isError, true);
    }
    assert.equal(await scene.read(), scene.original);
  }));

for (const signal of ["SIGTERM", "SIGHUP", "SIGINT"] as const) {
  Deno.test(ignoreOnWindows("signals", {
    name: `${signal} ends the server with status 0`,
    fn: () =>
      withScene(async (scene) => {
        const server = await RawServer.startProcess(scene);
        await server.initialize();
        server.child.kill(signal);
        assert.equal((await server.child.status).code, 0);
        assert.equal(await server.end(), 0);
        await scene.assertUntouched();
      }),
  }));
}

Deno.test("a closed standard output ends the server with status 0", () =>
  withScene(async (scene) => {
    const child = await spawn(scene, "-v", "2");
    await child.stdout.cancel();
    const input = child.stdin.getWriter();
    const encoder = new TextEncoder();
    const asking = async () => {
      for (;;) {
        await input.write(
          encoder.encode('{"jsonrpc":"2.0","id":1,"method":"tools/list"}\n'),
        );
        await delay(50);
      }
    };
    const asked = asking().catch(() => {});
    const [{ code }, errors] = await Promise.all([
      child.status,
      new Response(child.stderr).text(),
    ]);
    await asked;
    assert.equal(code, 0);
    assert.doesNotMatch(errors, /updsts: error|Uncaught/);
    await scene.assertUntouched();
  }));

Deno.test(ignoreOnWindows("signals", {
  name: "SIGTERM ends the server with status 0 if the client does not read",
  fn: () =>
    withScene(async (scene) => {
      const child = await spawn(scene);
      const list = { method: "tools/list", params: {} };
      const input = child.stdin.getWriter();
      for (let id = 0; id < 200; id++) {
        await input.write(new TextEncoder().encode(
          `${JSON.stringify({ jsonrpc: "2.0", id, ...list })}\n`,
        ));
      }
      const output = child.stdout.getReader();
      await output.read(); // The server serves, and stops where the pipe is full.
      await delay(500);
      child.kill("SIGTERM");
      const hanging = setTimeout(() => child.kill("SIGKILL"), 10_000);
      const { code } = await child.status;
      clearTimeout(hanging);
      assert.equal(code, 0);
      await output.cancel();
      assert.equal(await new Response(child.stderr).text(), "");
      await input.abort().catch(() => {});
    }),
}));

/** Calls the update tool and gives the lock's file, locked, when STS is asked. */
async function updateUntilSts(
  scene: McpScene,
  delayMs: number,
): Promise<{ server: RawServer; lock: Deno.FsFile }> {
  scene.sts.tell({ kind: "slow", delayMs, moment: "before" });
  const server = await RawServer.startProcess(scene);
  await server.initialize();
  const totp_token = scene.device.nextCode();
  await server.send("tools/call", {
    name: UPDATE,
    arguments: { profile_name: "default", totp_token },
  });
  await until(() => scene.sts.spentCodes > 0);
  const lock = await Deno.open(`${scene.directory}/.credentials.updsts-lock`, {
    write: true,
  });
  await lock.lock(true);
  return { server, lock };
}

/** Has it read the response of STS, and does it wait for the lock of the file? */
const isWaiting = (server: RawServer) =>
  /another updsts is writing .*; waiting for it/.test(server.stderr);

const ENDINGS: [string, (server: RawServer) => void][] = [
  ["the input ends", (server) => void server.end()],
  ["SIGTERM comes", (server) => server.child.kill("SIGTERM")],
  ["a terminal that is closed sends SIGHUP twice", (server) => {
    server.child.kill("SIGHUP");
    // Where the server is gone by then there is nothing to kill.
    delay(150).then(() => server.child.kill("SIGHUP")).catch(() => {});
  }],
];

for (const [what, end] of ENDINGS) {
  Deno.test(ignoreOnWindows("signals", {
    name: `after the response of STS the session is saved although ${what}`,
    fn: () =>
      withScene(async (scene) => {
        const { server, lock } = await updateUntilSts(scene, 300);
        await until(() => isWaiting(server));
        end(server);
        await delay(300);
        assert.equal(await scene.read(), scene.original);
        lock.close();
        assert.equal((await server.child.status).code, 0);
        await server.end();
        const [session] = scene.sts.issued;
        assert.ok((await scene.read()).includes(session!.sessionToken));
      }),
  }));

  Deno.test(ignoreOnWindows("signals", {
    name: `before the response of STS ${what} and nothing is written`,
    fn: () =>
      withScene(async (scene) => {
        const { server, lock } = await updateUntilSts(scene, 60_000);
        lock.close();
        end(server);
        assert.equal((await server.child.status).code, 0);
        assert.equal(scene.sts.requests[0]?.status, undefined);
        await server.end();
        assert.equal(await scene.read(), scene.original);
      }),
  }));
}

Deno.test(ignoreOnWindows("signals", {
  name: "a second SIGTERM ends the server at once",
  fn: () =>
    withScene(async (scene) => {
      const { server, lock } = await updateUntilSts(scene, 300);
      await until(() => isWaiting(server));
      server.child.kill("SIGTERM");
      // The system drops a signal that comes before the first one was handled.
      const again = setInterval(
        () => attempt(() => server.child.kill("SIGTERM")),
        300,
      );
      const hanging = setTimeout(() => server.child.kill("SIGKILL"), 10_000);
      assert.equal((await server.child.status).code, 143);
      clearInterval(again);
      clearTimeout(hanging);
      lock.close();
      await server.end();
      assert.equal(await scene.read(), scene.original);
    }),
}));

Deno.test("a call that is cancelled before the request to STS uses no MFA code", () =>
  withScene(async (scene) => {
    const lock = await Deno.open(
      `${scene.directory}/.credentials.updsts-lock`,
      {
        create: true,
        write: true,
      },
    );
    await lock.lock(true);
    const server = await RawServer.startProcess(scene);
    await server.initialize();
    const id = await server.send("tools/call", {
      name: UPDATE,
      arguments: {
        profile_name: "default",
        totp_token: scene.device.nextCode(),
      },
    });
    await server.write(
      `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":${id}}}\n`,
    );
    await server.request("ping");
    lock.close();
    assert.equal(textOf(await server.call(LIST, {})).length, 3);
    assert.equal(await server.end(), 0);
    assert.ok(!server.messages().some((message) => message.id === id));
    assert.equal(scene.sts.requests.length, 0);
    await scene.assertUntouched();
  }));

Deno.test("more concurrent calls than threads are answered, and the server ends", () =>
  withScene(async (scene) => {
    await using server = await RawServer.startProcess(scene);
    await server.initialize();
    const call = {
      profile_name: "default",
      totp_token: scene.device.wrongCode(),
    };
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => server.call(UPDATE, call)),
    );
    assert.ok(answers.every(({ isError }) => isError));
    // Waiting for each other they would all have given up.
    assert.equal(scene.sts.requests.length, 5);
  }));

/** The server, before its pipes are read or written. */
async function spawn(
  scene: McpScene,
  ...options: string[]
): Promise<Deno.ChildProcess> {
  const [program, ...args] = await scene.command(...options);
  return new Deno.Command(program, {
    args,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    env: scene.env,
  }).spawn();
}
