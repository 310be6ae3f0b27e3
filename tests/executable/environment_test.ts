import assert from "node:assert/strict";
import { join } from "node:path";
import { makeScene } from "../support/scene.ts";
import { updstsEnv } from "../support/updsts.ts";
import { executableTest, sharedExecutable } from "./build.ts";

const executable = await sharedExecutable();

// `deno run` follows each of these.
for (const variable of ["DENO_AUDIT_PERMISSIONS", "DENO_COVERAGE_DIR"]) {
  executableTest(
    executable,
    `the executable writes no file for ${variable}`,
    async () => {
      await using scene = await makeScene();
      const home = scene.home.path;
      const file = join(home, "written");
      const { code } = await runWith({ [variable]: file }, scene);
      assert.equal(code, 0);
      await assert.rejects(Deno.stat(file), Deno.errors.NotFound);
    },
  );
}

executableTest(
  executable,
  "the executable reads no code and no flags from the environment",
  async () => {
    await using scene = await makeScene();
    const evil = join(scene.home.path, "evil.cjs");
    const log = join(scene.home.path, "v8.log");
    await Deno.writeTextFile(evil, 'console.error("evil");\n');
    const { code, stderr } = await runWith({
      NODE_OPTIONS: `--require ${evil}`,
      DENO_INTERNAL_CHILD_ENTRYPOINT: evil,
      DENO_V8_FLAGS: `--log-all,--no-logfile-per-isolate,--logfile=${log}`,
      NODE_CHANNEL_FD: "1",
    }, scene);
    assert.equal(code, 0);
    assert.doesNotMatch(new TextDecoder().decode(stderr), /evil/);
    await assert.rejects(Deno.stat(log), Deno.errors.NotFound);
  },
);

executableTest(executable, "the executable sends no telemetry", async () => {
  await using scene = await makeScene();
  let requests = 0;
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => {
      requests++;
      return new Response();
    },
  );
  const { code } = await runWith({
    OTEL_DENO: "true",
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${server.addr.port}`,
  }, scene);
  assert.equal(code, 0);
  assert.equal(requests, 0);
});

/** `updsts get`, which asks STS over TLS. */
function runWith(
  variables: Record<string, string>,
  { home, env, device }: Awaited<ReturnType<typeof makeScene>>,
): Promise<Deno.CommandOutput> {
  return new Deno.Command(executable!, {
    args: ["get", "-n", "default", "-t", device.nextCode()],
    clearEnv: true,
    env: updstsEnv({ home: home.path, env: { ...env, ...variables } }),
    stdin: "null",
  }).output();
}
