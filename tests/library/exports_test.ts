import assert from "node:assert/strict";

const ROOT = new URL("../../", import.meta.url);

interface Documented {
  readonly symbols: readonly { readonly name: string }[];
}

async function run(...args: string[]): Promise<string> {
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  assert.ok(success, decoder.decode(stderr));
  return decoder.decode(stdout);
}

Deno.test("mod.ts exports these names and no others", async () => {
  const output = JSON.parse(await run("doc", "--json", "mod.ts"));
  const names = Object.values<Documented>(output.nodes)
    .flatMap(({ symbols }) => symbols.map(({ name }) => name));
  assert.deepEqual(names.sort(), [
    "BlockOptions",
    "CredentialsFile",
    "CredentialsFileOptions",
    "DiagnoseOptions",
    "Finding",
    "GetSessionOptions",
    "LibraryErrorCode",
    "ParseProblem",
    "ParsedBlock",
    "ParsedCredentials",
    "ParsedSection",
    "ProfileInfo",
    "ProfileKeys",
    "RoleOptions",
    "SessionInfo",
    "TimeOptions",
    "UpdateOptions",
    "UpdstsError",
    "diagnose",
    "editBlock",
    "getSession",
    "openCredentialsFile",
    "parseCredentials",
    "profileInfos",
    "readKeys",
  ]);
});

interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly {
    readonly isDynamic?: boolean;
    readonly code?: { readonly specifier?: string };
  }[];
}

Deno.test("to import mod.ts loads no package and needs no permission", async () => {
  const { modules } = JSON.parse(await run("info", "--json", "mod.ts")) as {
    modules: Module[];
  };
  const imports = new Map(
    modules.map(({ specifier, dependencies = [] }) => [
      specifier,
      dependencies.filter(({ isDynamic }) => !isDynamic)
        .flatMap(({ code }) => code?.specifier ?? []),
    ]),
  );
  const loaded = new Set([new URL("mod.ts", ROOT).href]);
  // A set gives what is added during the loop, too.
  for (const name of loaded) {
    for (const each of imports.get(name) ?? []) loaded.add(each);
  }
  assert.deepEqual(
    [...loaded].filter((name) => !/^(file|node):/.test(name)),
    [],
  );
  const directory = await Deno.makeTempDir();
  const program = `${directory}/program.ts`;
  const entry = new URL("mod.ts", ROOT).href;
  await Deno.writeTextFile(program, `import "${entry}";`);
  await run("run", "--no-prompt", "--config", "deno.json", program);
  await Deno.remove(directory, { recursive: true });
});
