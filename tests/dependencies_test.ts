import assert from "node:assert/strict";

const ROOT = new URL("../", import.meta.url);

interface Lock {
  specifiers: Record<string, string>;
  npm: Record<string, { integrity: string }>;
}

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await Deno.readTextFile(new URL(path, ROOT))) as T;
}

interface Config {
  imports: Record<string, string>;
  compilerOptions: Record<string, unknown>;
}

Deno.test("the tests run with the product's own dependencies and compiler options", async () => {
  const product = await readJson<Config>("deno.json");
  const tests = await readJson<Config>("tests/deno.json");
  assert.deepEqual({ ...tests.imports, ...product.imports }, tests.imports);
  assert.deepEqual(tests.compilerOptions, product.compilerOptions);
});

Deno.test("both locks have the same versions of the product's packages", async () => {
  const product = await readJson<Lock>("deno.lock");
  const tests = await readJson<Lock>("tests/deno.lock");
  for (const part of ["specifiers", "npm"] as const) {
    for (const [name, value] of Object.entries(product[part])) {
      assert.deepEqual(tests[part][name], value, `${part}: ${name}`);
    }
  }
});

Deno.test("no package of the tests or scripts is locked for the product", async () => {
  const { imports } = await readJson<Config>("deno.json");
  const { specifiers } = await readJson<Lock>("deno.lock");
  const wanted = Object.keys(specifiers).map((specifier) =>
    /^npm:(@?[^@]+)/.exec(specifier)![1]!
  );
  assert.deepEqual(wanted.sort(), Object.keys(imports).sort());
});

Deno.test("the product imports nothing but its own dependencies", async () => {
  const { imports } = await readJson<Config>("deno.json");
  for (const entry of ["mod.ts", "src/executable/launch.ts"]) {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", "--config", "deno.json", entry],
      cwd: ROOT,
    }).output();
    const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as {
      modules: { dependencies?: { specifier: string }[] }[];
    };
    const imported = modules.flatMap(({ dependencies = [] }) =>
      dependencies.map(({ specifier }) => specifier)
    ).filter((specifier) => !/^(\.|node:)/.test(specifier));
    assert.ok(imported.length > 0);
    for (const specifier of new Set(imported)) {
      const name = specifier.split("/").slice(0, specifier[0] === "@" ? 2 : 1);
      assert.ok(name.join("/") in imports, `${specifier} is not in deno.json`);
    }
  }
});
