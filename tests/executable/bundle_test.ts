import assert from "node:assert/strict";
import { join } from "node:path";
import { bundleShared, bundleTest } from "./build.ts";

const LOADERS = {
  "an import() of whatever it likes":
    "const where = Deno.args[0]; await import(where);",
  "an import.defer() of whatever it likes":
    "const where = Deno.args[0]; await import.defer(where);",
  "a file as text":
    'import text from "file:///etc/hostname" with { type: "text" }; text;',
  "a file as bytes":
    'import bytes from "file:///etc/hostname" with { type: "bytes" }; bytes;',
  "a file as JSON":
    'import json from "file:///etc/x.json" with { type: "json" }; json;',
  "an import() of a file as text":
    'await import("file:///etc/hostname", { with: { type: "text" } });',
  "an import() of a file as bytes":
    'await import("file:///etc/hostname", { with: { type: "bytes" } });',
  "an import() of a file": 'await import("file:///etc/hostname");',
  "the loaders of node:process":
    'import { getBuiltinModule } from "node:process"; getBuiltinModule("vm");',
  "node:vm": 'import vm from "node:vm"; vm.runInThisContext("1");',
  "node:child_process":
    'import { execSync } from "node:child_process"; execSync("true");',
  "node:tty": 'import { WriteStream } from "node:tty"; new WriteStream(1);',
  "an import() of node:tty": 'await import("node:tty");',
  "a module of the web": 'import "https://example.com/evil.js";',
};

/** Bundles a program of one dependency, with more code in that. */
async function bundleWith(code: string): Promise<string[]> {
  const directory = await Deno.makeTempDir({ prefix: "updsts" });
  try {
    const stub = join(directory, "stub.js");
    await Deno.writeTextFile(
      stub,
      `export { default } from "string-width";\n${code}`,
    );
    const main = join(directory, "main.js");
    await Deno.writeTextFile(
      main,
      'export { default as main } from "string-width";',
    );
    const replace = { "../main.ts": main, "string-width": stub };
    return await bundleShared(join(directory, "bundle"), { replace });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

bundleTest(
  "an executable is built with a dependency that loads nothing",
  async () => {
    const files = await bundleWith("globalThis.harmless = true;");
    assert.ok(files.includes("launch.js"));
  },
);

for (const [name, code] of Object.entries(LOADERS)) {
  bundleTest(
    `no executable is built with a dependency that has ${name}`,
    async () => {
      await assert.rejects(
        bundleWith(code),
        /loads code|imports |resolve|No matching export/,
      );
    },
  );
}

for (
  const [module, exports] of [
    ["./possible_grants.ts", "export const [possibleGrants, readFile] = [];"],
    ["./connection_settings.ts", "export const [connectionSettings] = [];"],
  ] as const
) {
  bundleTest(
    `no executable is built with a package in ${module}, which runs before the permissions are dropped`,
    async () => {
      const directory = await Deno.makeTempDir({ prefix: "updsts" });
      try {
        const stub = join(directory, "stub.js");
        await Deno.writeTextFile(stub, `import "string-width"; ${exports}`);
        await assert.rejects(
          bundleShared(join(directory, "bundle"), {
            replace: { [module]: stub },
          }),
          /would run before permissions are dropped/,
        );
      } finally {
        await Deno.remove(directory, { recursive: true });
      }
    },
  );
}

bundleTest(
  "a bundle has no schema of the MCP SDK that the server does not use",
  async () => {
    const directory = await Deno.makeTempDir({ prefix: "updsts" });
    try {
      const files = await bundleShared(directory, {});
      const texts = await Promise.all(
        files.map((file) => Deno.readTextFile(join(directory, file))),
      );
      const text = texts.join("\n");
      assert.match(text, /protocolVersion/);
      // Of OAuth, which no local server has.
      assert.doesNotMatch(text, /tls_client_certificate_bound_access_tokens/);
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  },
);
