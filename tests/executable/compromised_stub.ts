/**
 * What a compromised dependency would try; it says on standard error what it
 * got. Modules that import it are bundled in the place of packages, whose
 * exports they pass on, so that the program works as always.
 */
import { readFileSync } from "node:fs";
import * as processModule from "node:process";
import { join } from "node:path";

// deno-lint-ignore no-explicit-any -- untyped on purpose: it replaces built-in functions
const any = globalThis as any;
const home = Deno.env.get("HOME")!;
const inHome = (...path: string[]) => join(home, ...path);
const key = inHome(".ssh/id_rsa");
// The build refuses node:url.
const fileUrl = (path: string) =>
  `file:///${path.replaceAll("\\", "/").replace(/^\//, "")}`;
const json = fileUrl(inHome("secrets.json"));
// In pieces, because the build refuses what it can see of such code.
const importAs = (type: string) =>
  ["im", "port"].join("") + `("${json}", { with: { type: "${type}" } })`;
const importJson = importAs("json");
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
  // First, while the runtime has yet to load parts of its own.
  "load code with the runtime's core, through a setter": () =>
    evaluate(coreGivenToSetters()),
  "read ~/.ssh": () => Deno.readTextFile(key),
  "read ~/.ssh through Node": () => readFileSync(key),
  "read ~/.ssh by way of ~/.aws": () =>
    Deno.readTextFile(`${inHome(".aws")}/../.ssh/id_rsa`),
  "read ~/.ssh with fetch": () => fetch(fileUrl(key)),
  "read ~/.env": () => any.process.loadEnvFile(inHome(".env")),
  "link ~/.ssh into ~/.aws": () => Deno.symlink(key, inHome(".aws/link")),
  "link a key into ~/.aws": () => Deno.link(key, inHome(".aws/hard")),
  "move a key into ~/.aws": () => Deno.rename(key, inHome(".aws/moved")),
  "copy a key into ~/.aws": () => Deno.copyFile(key, inHome(".aws/copied")),
  "list the home directory": () => [...Deno.readDirSync(home)],
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
  "read all variables": () => Deno.env.toObject()["OTHER_SECRET"]!.length,
  "read a variable through Node": () => any.process.env.OTHER_SECRET.length,
  "ask for permission": async () => {
    const { state } = await Deno.permissions.request({ name: "read" });
    if (state !== "granted") throw state;
  },
  "load code with eval": () => any.eval(importJson),
  "load code as text with eval": () => any.eval(importAs("text")),
  "load code as bytes with eval": () => any.eval(importAs("bytes")),
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
    evaluate(any.Deno[any.Deno.internal].core),
  ...Object.fromEntries(
    (["call", "apply", "bind"] as const).map((name) => [
      `load code with the runtime's core, through Function.prototype.${name}`,
      () => evaluate(coreGivenTo(name)),
    ]),
  ),
  "load code with the runtime's core, through the functions of a stack": () =>
    evaluate(coreInStack()),
};

interface Core {
  evalContext(
    source: string,
    name: string,
  ): [result: unknown, failure: { thrown: unknown } | null];
}

/** The runtime's core, or the object that has it. */
function coreOf(value: unknown): Core | undefined {
  try {
    const { core, evalContext } = value as Record<string, unknown>;
    return (evalContext ? value : core) as Core | undefined;
  } catch {
    return undefined;
  }
}

async function evaluate(core: Promise<Core | undefined>): Promise<void> {
  const [result, failure] = (await core)!.evalContext(importJson, json);
  if (failure) throw failure.thrown;
  await result;
}

/** Makes the runtime do something of everything. */
async function stir(): Promise<void> {
  const nothing = () => {};
  Deno.stderr.writeSync(new Uint8Array());
  await Deno.stderr.write(new Uint8Array());
  await Deno.stat(home).catch(nothing);
  await Deno.readTextFile(key).catch(nothing);
  await fetch("data:,").then((response) => response.text()).catch(nothing);
  await fetch(elsewhere).catch(nothing);
  await new Blob(["text"]).text();
  await new Promise((resolve) => setTimeout(resolve));
  try {
    await Deno.serve({ port: 0, onListen: nothing }, () => new Response())
      .shutdown();
  } catch {
    // It may not listen.
  }
  await Promise.all([import("node:fs"), import("node:http")]);
  new AbortController().abort();
}

/** Replaces a method of every function by one that looks at what it is given. */
async function coreGivenTo(
  name: "call" | "apply" | "bind",
): Promise<Core | undefined> {
  const before = Function.prototype[name];
  const { apply } = Reflect;
  let core: Core | undefined;
  any.Function.prototype[name] = function (this: unknown, ...args: unknown[]) {
    for (let at = 0; at < args.length; at++) core ??= coreOf(args[at]);
    core ??= coreOf(this);
    return apply(before, this, args);
  };
  try {
    await stir();
  } finally {
    any.Function.prototype[name] = before;
  }
  return core;
}

/** What the runtime sets on objects of its own, when it first needs a part. */
const SET_LATE = [
  "__telemetry",
  "resourceForReadableStream",
  "addTrailers",
  "serveHttpOnListener",
  "getIpcPipeRid",
  "closeIdleConnections",
  "dispatchProcessExitEvent",
  "__initWorkerThreads",
  "op_close",
  "op_fs_stat_sync",
];

async function coreGivenToSetters(): Promise<Core | undefined> {
  let core: Core | undefined;
  for (const name of SET_LATE) {
    Object.defineProperty(Object.prototype, name, {
      configurable: true,
      set(value: unknown) {
        core ??= coreOf(this);
        Object.defineProperty(this, name, {
          value,
          configurable: true,
          writable: true,
        });
      },
    });
  }
  try {
    await stir();
  } finally {
    for (const name of SET_LATE) {
      Reflect.deleteProperty(Object.prototype, name);
    }
  }
  return core;
}

async function coreInStack(): Promise<Core | undefined> {
  const seen: unknown[] = [];
  any.Error.prepareStackTrace = (
    _: Error,
    sites: { getThis(): unknown; getFunction(): unknown }[],
  ) => {
    for (const site of sites) seen.push(site.getThis(), site.getFunction());
    return "";
  };
  try {
    await Deno.readTextFile(key).catch((error) => error.stack);
    // Called back by the runtime, and so with its functions in the stack.
    await new Response({
      [Symbol.toPrimitive]: () => new Error().stack ?? "",
    } as unknown as string).text();
    [1].forEach(() => new Error().stack);
  } finally {
    delete any.Error.prepareStackTrace;
  }
  return seen.map(coreOf).find((core) => core);
}

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
  process.stderr.write(`attempt: ${name}: ${outcome}\n`);
}
