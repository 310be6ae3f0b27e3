import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../", import.meta.url);

/** Every other module is loaded with the permissions for what the run names. */
const LOADED_WITH_ALL_PERMISSIONS = [
  "executable/baked_permissions.ts",
  "executable/command_grants.ts",
  "executable/launch.ts",
  "executable/narrow.ts",
  "executable/possible_grants.ts",
  "platform/aws_paths.ts",
  "platform/environment.ts",
  "platform/sidecar_files.ts",
  "platform/variables.ts",
  "sts/partitions.ts",
  "util/attempt.ts",
  "util/host_of.ts",
  "util/internal_error.ts",
  "util/sleep.ts",
];

/** The module that is loaded after both steps. */
const MAIN = "main.ts";

/**
 * Modules that the second step does not need: what reads, writes or edits a file,
 * the lock, the doctor, masking, and the texts of errors.
 */
const FORBIDDEN: readonly string[] = [
  "errors.ts",
  "file/",
  "mcp/",
  "operations/",
  ...namesIn(
    "credentials",
    `doctor/ block_sessions.ts document.ts edit_block.ts edit_checks.ts
    expiry.ts mask_values.ts parse.ts
    profile_description.ts profile_info.ts read_keys.ts masked_line.ts removal_diff.ts
    remove_sessions.ts split_lines.ts syntax_problems.ts
    unusable_device.ts verify_edit.ts`,
  ),
  ...namesIn(
    "sts",
    `ca_bundle.ts client.ts explain_error.ts explain_setting.ts
    network_error.ts refusal_texts.ts`,
  ),
];

function namesIn(directory: string, names: string): string[] {
  return names.split(/\s+/).map((name) => `${directory}/${name}`);
}

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
  assert.ok(lines < 700, `${lines} lines`);
});

Deno.test("the second step loads the parsers and no more", async () => {
  const loaded = await loadedWithLaunch(true);
  assert.ok(loaded.includes("executable/connection_settings.ts"));
  assert.ok(!loaded.includes(MAIN));
  const needless = FORBIDDEN.filter((forbidden) =>
    loaded.some((path) => path.startsWith(forbidden))
  );
  assert.deepEqual(needless, []);
  const lines = await countLines(loaded);
  assert.ok(lines < 2445, `${lines} lines`);
});

Deno.test("the modules that the executable may not load early exist", async () => {
  for (const path of FORBIDDEN) await Deno.stat(new URL(`src/${path}`, ROOT));
});
