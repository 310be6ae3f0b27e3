import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../", import.meta.url);

/** Every other module is loaded without the permissions to write or run programs. */
const LOADED_WITH_ALL_PERMISSIONS = [
  "cli/options.ts",
  "cli/parse_args.ts",
  "executable/run_grants.ts",
  "executable/launch.ts",
  "executable/narrow.ts",
  "executable/baked_permissions.ts",
  "platform/aws_paths.ts",
  "platform/environment.ts",
  "platform/sidecar_files.ts",
  "platform/variables.ts",
  "util/attempt.ts",
  "util/internal_error.ts",
];

/** The module that is loaded when every permission is dropped. */
const MAIN = "main.ts";

/**
 * Modules that need none of the permissions that are still there: what writes or
 * edits a file, the lock, the doctor, masking, and the texts of errors.
 */
const FORBIDDEN =
  /^(errors|credentials\/(doctor\/.*|checks|description|document|edit|expir.*|keys|lines|masked_line|parse|profile|redact|remove|removal_diff|syntax_problems|tags|unusable_device|verify)|file\/(atomic_write|attributes|bind_mount|credentials_file|fs_errors|lock|read_file|replacement_record|symlink_target)|sts\/(ca_bundle|client|explain_.*|network_error|proxy_faults|refusal_table)|operations\/.*|mcp\/.*)\.ts$/;

interface Module {
  readonly specifier: string;
  readonly dependencies?: {
    readonly isDynamic?: boolean;
    readonly code?: { readonly specifier?: string };
  }[];
}

/**
 * The modules that are loaded with the entry point of the executable.
 *
 * @param withDynamic Those too that it imports before all permissions are dropped.
 */
async function loadedWithLaunch(withDynamic: boolean): Promise<string[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "src/executable/launch.ts"],
    cwd: fileURLToPath(ROOT),
  }).output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as {
    modules: Module[];
  };
  const source = new URL("src/", ROOT).href;
  const loaded = new Set([`${source}executable/launch.ts`]);
  for (const specifier of loaded) {
    const module = modules.find((each) => each.specifier === specifier);
    for (const { isDynamic, code } of module?.dependencies ?? []) {
      const imported = code?.specifier;
      if (isDynamic && (!withDynamic || imported === source + MAIN)) continue;
      if (imported?.startsWith("file:")) loaded.add(imported);
    }
  }
  return [...loaded].map((specifier) => specifier.slice(source.length));
}

async function countLines(modules: string[]): Promise<number> {
  const texts = await Promise.all(
    modules.map((path) => Deno.readTextFile(new URL(`src/${path}`, ROOT))),
  );
  return texts.join("").split("\n").length - 1;
}

Deno.test("only these modules run with all permissions of the executable", async () => {
  const loaded = await loadedWithLaunch(false);
  assert.deepEqual(loaded.toSorted(), LOADED_WITH_ALL_PERMISSIONS);
  const lines = await countLines(loaded);
  assert.ok(lines < 840, `${lines} lines`);
});

Deno.test("the executable loads no more than the reader of the settings until all permissions are dropped", async () => {
  const loaded = await loadedWithLaunch(true);
  assert.ok(loaded.includes("executable/connection_settings.ts"));
  assert.ok(!loaded.includes(MAIN));
  assert.deepEqual(loaded.filter((path) => FORBIDDEN.test(path)), []);
  const lines = await countLines(loaded);
  assert.ok(lines < 2620, `${lines} lines`);
});
