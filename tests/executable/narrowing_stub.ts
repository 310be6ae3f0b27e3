/**
 * Replaces src/main.ts in an executable: tries to use and to regain
 * permissions, and prints the outcomes as JSON. The `import()` of a file is
 * not tried, since it needs no permission: src/platform/remove_loaders.ts and the
 * build prevent it, and compromised_dependency_test.ts tries it.
 */
import { readFileSync } from "node:fs";

// deno-lint-ignore no-explicit-any -- the attempts do not care for types
const any = globalThis as any;
const { home, port, secret, queries, stray } = JSON.parse(
  Deno.env.get("TERM")!,
);
const builtin = (name: string) => any.process.getBuiltinModule(name);

// In pieces: the build refuses an import that it can see.
const importSecret = ["im", "port"].join("") +
  `("file:///${
    secret.replaceAll("\\", "/").replace(/^\//, "")
  }", { with: { type: "json" } })`;
const code = encodeURIComponent(
  `postMessage(await Deno.readTextFile(${JSON.stringify(secret)}))`,
);
const worker = () =>
  new Promise((resolve, reject) => {
    const started = new any.Worker(`data:text/javascript,${code}`, {
      type: "module",
    });
    started.onmessage = resolve;
    started.onerror = (event: ErrorEvent) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
  });
const worked = (emitter: {
  once(name: string, listener: (event: unknown) => void): unknown;
}, event: string) =>
  new Promise((resolve, reject) => {
    emitter.once(event, resolve);
    emitter.once("error", reject);
  });

const ATTEMPTS: Record<string, () => unknown> = {
  "node:fs": () => readFileSync(secret),
  "node:fs, through a symlink": () => {
    builtin("node:fs").symlinkSync(secret, `${home}/.aws/symlink`);
  },
  "node:net": () =>
    worked(builtin("node:net").connect(port, "127.0.0.1"), "connect"),
  "node:http": () =>
    worked(builtin("node:http").get(`http://127.0.0.1:${port}/`), "response"),
  "node:dns": () => builtin("node:dns").promises.resolve4("example.com"),
  "node:child_process": async () => {
    const { spawn } = builtin("node:child_process");
    const child = spawn(any.process.execPath, { env: {} });
    await worked(child, "spawn");
    // On Windows its working directory could not be removed.
    child.kill();
    await worked(child, "exit");
  },
  "Deno.readTextFile": () => Deno.readTextFile(secret),
  "Deno.connect": () => Deno.connect({ hostname: "127.0.0.1", port }),
  "Worker": () => worker(),
  "node:worker_threads": () =>
    worked(
      new (builtin("node:worker_threads").Worker)(
        `require("node:fs").readFileSync(${JSON.stringify(secret)});
         require("node:worker_threads").parentPort.postMessage(1)`,
        { eval: true },
      ),
      "message",
    ),
  "import in eval": () => any.eval(importSecret),
  "import in Function": () => new Function(`return ${importSecret}`)(),
};

const STRAY_ERRORS: Record<string, () => void> = {
  "of a promise": () => void Promise.reject(new Error("SECRET")),
  "of a timer": () => {
    setTimeout(() => {
      throw new Error("SECRET");
    });
  },
  "of main()": () => {
    throw new Error("SECRET");
  },
};

/** Runs the attempts, or lets an error go uncaught. */
export async function main(): Promise<void> {
  if (stray !== undefined) {
    STRAY_ERRORS[stray]!();
    await new Promise((end) => setTimeout(end, 60_000));
  }
  const outcomes: Record<string, string> = {};
  for (const [name, attempt] of Object.entries(ATTEMPTS)) {
    try {
      await attempt();
      outcomes[name] = "worked";
    } catch (error) {
      outcomes[name] = String(error);
    }
  }
  const states = (queries as Deno.PermissionDescriptor[]).map((query) => [
    Deno.permissions.querySync(query).state,
    Deno.permissions.requestSync(query).state,
  ]);
  const text = JSON.stringify({ outcomes, states });
  Deno.stdout.writeSync(new TextEncoder().encode(text));
  Deno.exit(0);
}

if (import.meta.main) await main();
