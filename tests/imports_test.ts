import assert from "node:assert/strict";

/**
 * What the files of each directory may import, type imports included, beside
 * their own directory, `util` and `errors.ts`. A file that is directly in `src/`
 * has its own line.
 */
const ALLOWED: Record<string, readonly string[]> = {
  "mod.ts": ["main.ts", "library", "platform"],
  "main.ts": ["make_services.ts", "cli", "mcp", "executable", "platform"],
  "make_services.ts": [
    ..."executable operations file sts credentials platform".split(" "),
  ],
  library: ["make_services.ts", "operations", "credentials", "platform"],
  // The parser of the command line says what the permissions are needed for.
  executable: [
    ..."cli operations file sts credentials platform package_names.ts"
      .split(" "),
  ],
  cli: ["page", "operations", "credentials", "platform", "version.ts"],
  mcp: ["page", "operations", "credentials", "platform", "version.ts"],
  // The page that asks for an MFA code, for the command line and the MCP server.
  page: ["operations", "credentials"],
  // These two implement what the operations declare.
  file: ["operations", "platform"],
  sts: ["operations", "credentials", "platform", "version.ts"],
  operations: ["credentials"],
  credentials: [],
  // The command line of `updsts get`, which a terminal takes, is here: the
  // command line prints it, and the MCP server passes it to the user.
  platform: [],
  util: [],
  "errors.ts": [],
  "package_names.ts": [],
  "version.ts": [],
};

const ROOT = new URL("../", import.meta.url).href;

interface Module {
  specifier: string;
  dependencies?: {
    code?: { specifier?: string };
    type?: { specifier?: string };
  }[];
}

/** The project's own modules that the package's entry leads to. */
async function ownImports(): Promise<Map<string, string[]>> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "mod.ts"],
    cwd: new URL(ROOT),
  }).output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as {
    modules: Module[];
  };
  const own = (specifier: string | undefined) =>
    specifier?.startsWith(ROOT) ? [specifier.slice(ROOT.length)] : [];
  return new Map(
    modules.flatMap(({ specifier, dependencies = [] }) =>
      own(specifier).map((path) =>
        [
          path,
          dependencies.flatMap(({ code, type }) => [
            ...own(code?.specifier),
            ...own(type?.specifier),
          ]),
        ] as const
      )
    ),
  );
}

function directoryOf(path: string): string {
  const [first = "", second = ""] = path.split("/");
  return first === "src" ? second : first;
}

Deno.test("imports have the allowed directions", async () => {
  const wrong = [...await ownImports()].flatMap(([path, imports]) => {
    const from = directoryOf(path);
    const common = from === "util" ? [] : ["util", "errors.ts"];
    const allowed = [from, ...common, ...ALLOWED[from] ?? []];
    return imports.filter((each) => !allowed.includes(directoryOf(each)))
      .map((each) => `${path} imports ${each}`);
  });
  assert.deepEqual(wrong, []);
});

Deno.test("imports form no cycle", async () => {
  const imports = await ownImports();
  const done = new Set<string>();
  const visit = (path: string, way: string[]): void => {
    const begin = way.indexOf(path);
    assert.ok(begin < 0, [...way.slice(begin), path].join(" -> "));
    if (done.has(path)) return;
    for (const each of imports.get(path) ?? []) visit(each, [...way, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
});
