import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { executable, writeSettled } from "../support/updsts.ts";
import { RawServer, textOf } from "./raw_server.ts";
import { withScene } from "./scene.ts";

const LIST = "updsts_get_credential_info_list";
const UPDATE = "updsts_update_sts_credential";

Deno.test("the server answers 2024 and 2025 protocols in their own version, and an unknown one in the latest of these", () =>
  withScene(async (scene) => {
    for (
      const [asked, answered] of [
        ["2024-11-05", "2024-11-05"],
        ["2025-06-18", "2025-06-18"],
        ["2025-11-25", "2025-11-25"],
        ["1999-01-01", "2025-11-25"],
      ]
    ) {
      await using server = await RawServer.startProcess(scene);
      const { result } = await server.initialize({}, asked);
      assert.equal(result.protocolVersion, answered);
      assert.match(result.instructions, /updsts_update_sts_credential/);
      assert.equal(result.serverInfo.name, "updsts");
    }
  }));

const envelope = (version: string) => ({
  "io.modelcontextprotocol/protocolVersion": version,
  "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
  "io.modelcontextprotocol/clientCapabilities": {},
});

Deno.test("the server supports the 2026 protocol, and offers it to a client with a later one", () =>
  withScene(async (scene) => {
    await using server = await RawServer.startProcess(scene);
    const late = await server.request("tools/list", {
      _meta: envelope("2099-01-01"),
    });
    assert.deepEqual(late.error.data.supported, ["2026-07-28"]);
    const { result } = await server.request("tools/list", {
      _meta: envelope("2026-07-28"),
    });
    assert.equal(result.tools.length, 3);
    const call = await server.request("tools/call", {
      _meta: envelope("2026-07-28"),
      name: LIST,
      arguments: {},
    });
    assert.equal(textOf(call.result).length, 3);
  }));

Deno.test("the annotations of the tools are correct", () =>
  withScene(async (scene) => {
    await using server = await RawServer.startProcess(scene);
    await server.initialize();
    const { tools } = (await server.request("tools/list")).result;
    assert.deepEqual(
      // deno-lint-ignore no-explicit-any -- what comes back is what is tested
      tools.map((tool: any) => [
        tool.name,
        tool.annotations.readOnlyHint,
        tool.annotations.destructiveHint,
        tool.annotations.idempotentHint,
        tool.annotations.openWorldHint,
      ]),
      [
        [UPDATE, false, true, false, true],
        ["updsts_get_credential_info", true, false, true, false],
        [LIST, true, false, true, false],
      ],
    );
    for (const tool of tools) {
      assert.ok(tool.title);
      assert.equal(tool.annotations.title, tool.title);
      // Clients add arguments of their own.
      assert.equal(tool.inputSchema.additionalProperties, undefined);
      assert.deepEqual(tool.outputSchema.required, ["result"]);
      assert.equal(tool.outputSchema.additionalProperties, false);
      const { properties, required = [] } = tool.inputSchema;
      for (const name of Object.keys(properties)) {
        const { anyOf, description, ...schema } = properties[name];
        assert.ok(description);
        assert.equal(schema.default, undefined);
        const [{ type }, ...others] = anyOf ?? [schema];
        assert.ok(["string", "integer"].includes(type));
        const optional = [{ type: "null" }];
        assert.deepEqual(others, required.includes(name) ? [] : optional);
      }
    }
    assert.deepEqual(tools[0].inputSchema.required, ["profile_name"]);
    assert.match(tools[0].description, /totp_secret_name/);
    assert.match(tools[0].description, /mktotp/);
    assert.match(
      tools[0].inputSchema.properties.duration.description,
      /900 to 129600/,
    );
  }));

Deno.test("lines that are not messages are skipped, and CRLF ends a line", () =>
  withScene(async (scene) => {
    await using server = await RawServer.startProcess(scene, "-v", "2");
    await server.initialize();
    for (
      const garbage of [
        "garbage",
        "",
        "[]",
        "null",
        "42",
        "{}",
        '{"jsonrpc":"1.0","id":9,"method":"ping"}',
        '{"jsonrpc":"2.0","id":null,"method":"ping"}',
        '{"jsonrpc":"2.0","id":77,"result":{}}',
        '{"jsonrpc":"2.0","method":"notifications/unheard-of"}',
        '{"jsonrpc":"2.0","id":',
        "\ud83d\udd11\u0000\u0007",
        '[{"jsonrpc":"2.0","id":1,"method":"tools/list"}]',
      ]
    ) await server.write(`${garbage}\n`);
    await server.write('{"jsonrpc":"2.0","id":"crlf","method":"ping"}\r\n');
    const answer = await server.message(({ id }) => id === "crlf");
    assert.deepEqual(answer.result, {});
    assert.equal(textOf(await server.call(LIST, {})).length, 3);
    assert.equal(await server.end(), 0);
    await scene.assertUntouched();
  }));

Deno.test("unknown methods and unknown tools are errors of the protocol", () =>
  withScene(async (scene) => {
    await using server = await RawServer.startProcess(scene);
    await server.initialize();
    const method = await server.request("resources/list");
    assert.equal(method.error.code, -32601);
    for (const name of ["nothing", "constructor", "__proto__", ""]) {
      const tool = await server.request("tools/call", { name, arguments: {} });
      assert.equal(tool.error.code, -32602);
    }
    const nameless = await server.request("tools/call", {});
    assert.ok(nameless.error);
  }));

Deno.test("a request over the limit gets an error, and the server continues", () =>
  withScene(async (scene) => {
    const server = await RawServer.startProcess(scene);
    await server.initialize();
    const padding = "x".repeat(1024 * 1024);
    const requests: [line: string, id: unknown][] = [
      [
        `{"jsonrpc":"2.0","id":71,"method":"ping","params":{"a":"${padding}"}}`,
        71,
      ],
      [
        `{"method":"ping","params":{"a":"${padding}"},"jsonrpc":"2.0","id":"72"}`,
        "72",
      ],
      [
        `{"jsonrpc":"2.0","method":"notifications/x","params":{"id":1,"a":"${padding}"}}`,
        null,
      ],
      [`{"method":"ping","params":{"a":"${padding},\\"id\\":73}"}}`, null],
      // An answer: it has the ID of a request of the server.
      [`{"jsonrpc":"2.0","id":1,"result":{"a":"${padding}"}}`, null],
      [padding + padding, null],
    ];
    for (const [line, id] of requests) {
      const before = server.lines.length;
      await server.write(`${line}\n`);
      const { result } = await server.request("ping");
      assert.deepEqual(result, {});
      const answer = JSON.parse(server.lines[before]!);
      assert.deepEqual(
        [answer.id, answer.error?.code],
        [id, -32600],
        line.slice(0, 60),
      );
      assert.match(answer.error.message, /longer than 1048576 bytes/);
    }
    assert.equal(textOf(await server.call(LIST, {})).length, 3);
    assert.equal(await server.end(), 0);
    await scene.assertUntouched();
  }));

Deno.test("a message over the limit gets an error at the end of input too", () =>
  withScene(async (scene) => {
    const server = await RawServer.startProcess(scene);
    await server.initialize();
    const padding = "x".repeat(1024 * 1024);
    await server.write(
      `{"jsonrpc":"2.0","id":71,"method":"ping","params":{"a":"${padding}`,
    );
    assert.equal(await server.end(), 0);
    const answer = server.messages().find(({ id }) => id === 71);
    assert.equal(answer?.error.code, -32600);
  }));

Deno.test("a byte order mark, and null in place of parameters, are no errors", () =>
  withScene(async (scene) => {
    await using server = await RawServer.startProcess(scene);
    const request = {
      jsonrpc: "2.0",
      id: "bom",
      method: "initialize",
      params: {
        protocolVersion: "2025-11-25",
        capabilities: {},
        clientInfo: { name: "test", version: "1" },
        _meta: null,
      },
    };
    await server.write(`\ufeff${JSON.stringify(request)}\n`);
    const { result } = await server.message(({ id }) => id === "bom");
    assert.equal(result.protocolVersion, "2025-11-25");
    for (
      const [method, params] of [
        ["ping", null],
        ["tools/list", null],
        ["tools/call", { name: LIST, arguments: null, _meta: null }],
      ] as const
    ) {
      const answer = await server.answerTo(
        await server.send(method, params as unknown as Record<string, unknown>),
      );
      assert.ok(answer.result, JSON.stringify(answer));
    }
  }));

Deno.test("line separators are escaped on the wire", () =>
  withScene(async (scene) => {
    await writeSettled(scene.file, "[a\u2028\u2029b]\n");
    await using server = await RawServer.startProcess(scene);
    await server.initialize();
    const { structuredContent } = await server.call(LIST, {});
    const [{ profile_name }] = structuredContent.result;
    assert.equal(profile_name, "a\u2028\u2029b");
    assert.doesNotMatch(server.lines.join("\n"), /[\u2028\u2029]/);
  }));

Deno.test("a message without end is not buffered, and the end of input ends the server with status 0", () =>
  withScene(async (scene) => {
    const server = await RawServer.startProcess(scene);
    await server.initialize();
    const piece = "x".repeat(1024 * 1024);
    for (let i = 0; i < 300; i++) await server.write(piece);
    const status = `/proc/${server.child.pid}/status`;
    const memory = await Deno.readTextFile(status).catch(() => "");
    const [, peak = "0"] = /^VmHWM:\s+(\d+) kB/m.exec(memory) ?? [];
    assert.ok(Number(peak) < 300 * 1024, `${peak} kB`);
    assert.equal(await server.end(), 0);
    await scene.assertUntouched();
  }));

Deno.test("a message at the limit is accepted in any number of pieces", () =>
  withScene(async (scene) => {
    await using server = await RawServer.startProcess(scene);
    await server.initialize();
    const start =
      '{"jsonrpc":"2.0","id":"long","method":"ping","params":{"a":"';
    const end = '"}}\n';
    const room = 1024 * 1024 - start.length - end.length;
    await server.write(start);
    await server.write("x".repeat(room - 10));
    await server.write("x".repeat(10));
    await server.write(end);
    const answer = await server.message(({ id }) => id === "long");
    assert.deepEqual(answer.result, {});
  }));

Deno.test({
  name: "other output of the process is not between the messages",
  ignore: executable !== undefined, // It is about flags of deno run.
  fn: () =>
    withScene(async (scene) => {
      const entry = new URL("../../src/main.ts", import.meta.url).href;
      const noisy = `${scene.directory}/noisy.ts`;
      await Deno.writeTextFile(
        noisy,
        `import process from "node:process";
       import { main } from "${entry}";
       const first = console;
       setInterval(() => {
         if (console === first) return; // It does not serve yet.
         console.log("noise"); console.info("noise"); console.debug("noise");
         console.dir({ noise: 1 }); console.table([["noise"]]);
         console.count("noise"); process.stdout.write("noise\\n");
       }, 1);
       await main();`,
      );
      const [program, ...args] = await scene.command();
      const config = fileURLToPath(
        new URL("../../deno.json", import.meta.url),
      );
      const server = RawServer.spawn(
        program,
        args.map((arg) => arg.endsWith("/mod.ts") ? noisy : arg)
          .toSpliced(1, 0, "--config", config),
        scene.env,
      );
      await server.initialize();
      for (let i = 0; i < 20; i++) await server.call(LIST, {});
      assert.equal(await server.end(), 0);
      assert.match(server.stderr, /noise/);
      assert.equal(server.messages().length, 21);
    }),
});
