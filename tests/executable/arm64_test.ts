/**
 * The executable for Linux on ARM, where `UPDSTS_ARM64_RUN` is a command that
 * runs one, such as `qemu-aarch64-static -L DIRECTORY`, and `DENORT_DIR` has its
 * denort.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import process from "node:process";
import { compile } from "../../scripts/compile.ts";
import { denortName, type Target } from "../../scripts/targets.ts";
import { RawServer } from "../mcp/raw_server.ts";
import { ignoreWithout } from "../support/programs.ts";
import { makeScene } from "../support/scene.ts";
import { updstsEnv } from "../support/updsts.ts";
import { bundleShared } from "./build.ts";

const TARGET: Target = "aarch64-unknown-linux-gnu";
const runner = process.env.UPDSTS_ARM64_RUN?.split(" ").filter(Boolean) ?? [];
const denorts = process.env.DENORT_DIR;
const isHere = runner.length > 0 && denorts !== undefined &&
  await Deno.stat(join(denorts, denortName(TARGET))).catch(() => false) !==
    false;

Deno.test(ignoreWithout("UPDSTS_ARM64_RUN and denort", {
  name: "the executable for Linux on ARM",
  async fn(t) {
    await using scene = await makeScene({ codeWindow: 200 });
    const { home, device, sts } = scene;
    const parts = join(home.path, "bundle");
    const path = join(home.path, "updsts");
    await compile(parts, await bundleShared(parts, {}), path, TARGET);
    const env = updstsEnv({ home: home.path, env: scene.env });
    const [program, ...before] = [...runner, path];
    const spawn = (...args: string[]) =>
      new Deno.Command(program!, {
        args: [...before, ...args],
        clearEnv: true,
        env,
        cwd: home.path,
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
      }).spawn();
    const run = async (...args: string[]) => {
      const { code, stdout, stderr } = await spawn(...args).output();
      assert.equal(code, 0, new TextDecoder().decode(stderr));
      return new TextDecoder().decode(stdout);
    };
    const get = (name: string) =>
      ["get", "default", "-sn", name, "-t", device.nextCode()] as const;
    const original = await home.read();

    await t.step("gets a session and lists it", async () => {
      await run(...get("first"));
      const rows = JSON.parse(await run("list", "--json"));
      const names = rows.map(({ profile_name }: Record<string, string>) =>
        profile_name
      );
      assert.deepEqual(names, ["default", "other", "first"]);
    });

    await t.step(
      "is killed while STS answers, and the next run works",
      async () => {
        const text = await home.read();
        const asked = sts.requests.length;
        const child = spawn(...get("killed"));
        let hasEnded = false;
        const status = child.status.then((end) => {
          hasEnded = true;
          return end;
        });
        while (sts.requests.length === asked && !hasEnded) {
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        child.kill("SIGKILL");
        assert.equal((await status).success, false);
        await Promise.all([child.stdout.cancel(), child.stderr.cancel()]);
        assert.ok((await home.read()).startsWith(text));
        await run(...get("killed"));
        assert.match(await home.read(), /^\[killed\]$/m);
      },
    );

    await t.step("gets four sessions at once, under the lock", async () => {
      const names = ["a", "b", "c", "d"];
      await Promise.all(names.map((name) => run(...get(name))));
      const text = await home.read();
      for (const name of names) assert.ok(text.includes(`\n[${name}]\n`), name);
      assert.ok(text.startsWith(original));
      assert.deepEqual(await home.names(), ["ca.pem", "credentials"]);
    });

    await t.step("serves MCP", async () => {
      const args = [...before, "mcp", "--mcp-server"];
      await using server = RawServer.spawn(program!, args, env);
      await server.initialize();
      const result = await server.call("updsts_update_sts_credential", {
        profile_name: "default",
        totp_token: device.nextCode(),
      });
      assert.ok(!result.isError, JSON.stringify(result));
      assert.match(await home.read(), /^\[default_sts\]$/m);
    });
  },
}, isHere));
