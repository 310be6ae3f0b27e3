import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../", import.meta.url);

/** Every other module is loaded without the permissions to write or run programs. */
const LOADED_WITH_ALL_PERMISSIONS = [
  "cli/options.ts",
  "cli/parse_args.ts",
  "executable/baked.ts",
  "executable/grants.ts",
  "executable/launch.ts",
  "executable/narrow.ts",
  "executable/permissions.ts",
  "platform/aws_paths.ts",
  "platform/environment.ts",
  "platform/sidecar_files.ts",
  "platform/variables.ts",
  "util/attempt.ts",
  "util/internal_error.ts",
];

interface Module {
  readonly specifier: string;
  readonly dependencies?: {
    readonly isDynamic?: boolean;
    readonly code?: { readonly specifier?: string };
  }[];
}

/** The modules that are loaded with the entry point of the executable. */
async function loadedWithLaunch(): Promise<string[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "src/executable/launch.ts"],
    cwd: fileURLToPath(ROOT),
  }).output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as {
    modules: Module[];
  };
  const entry = new URL("src/executable/launch.ts", ROOT).href;
  const loaded = new Set([entry]);
  for (const specifier of loaded) {
    const module = modules.find((each) => each.specifier === specifier);
    for (const { isDynamic, code } of module?.dependencies ?? []) {
      const imported = code?.specifier;
      if (!isDynamic && imported?.startsWith("file:")) loaded.add(imported);
    }
  }
  return [...loaded];
}

Deno.test("only these modules run with all permissions of the executable", async () => {
  const loaded = await loadedWithLaunch();
  const source = new URL("src/", ROOT).href;
  assert.deepEqual(
    loaded.map((specifier) => specifier.slice(source.length)).sort(),
    LOADED_WITH_ALL_PERMISSIONS,
  );
  let lines = 0;
  for (const specifier of loaded) {
    const text = await Deno.readTextFile(fileURLToPath(specifier));
    lines += text.split("\n").length - 1;
  }
  assert.ok(lines < 900, `${lines} lines`);
});
