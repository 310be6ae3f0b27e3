/**
 * Sets the names that the project is published under, in all files that have
 * them: `deno task release:name OWNER SCOPE`. OWNER is the owner of the
 * repository on GitHub, SCOPE the scope on JSR. It can run again with other
 * names.
 */
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { runDeno, runScript } from "./run_script.ts";

/** Directories that no commit has, or whose files have no names. */
const SKIPPED = /^(\.git|node_modules|dist|coverage|testdata)$/;

/**
 * Sets the names in a clone of the repository.
 *
 * @param scope The scope on JSR, without `@`.
 * @returns The paths of the files that changed, relative to `root`.
 * @throws {Error} If GitHub or JSR does not allow the name; no file is changed.
 */
export async function setNames(
  root: string,
  owner: string,
  scope: string,
): Promise<string[]> {
  checkOwner(owner);
  checkScope(scope);
  const path = join(root, "src/package_names.ts");
  const names = await Deno.readTextFile(path);
  const [, oldOwner] = /REPOSITORY = "(.+)\/updsts"/.exec(names)!;
  const [, oldScope] = /MODULE = "@(.+)\/updsts"/.exec(names)!;
  const repository = RegExp(
    String
      .raw`(?<=github\.com/|--repo |REPOSITORY = ")${oldOwner}(?=/updsts\b)`,
    "g",
  );
  const module = RegExp(
    String.raw`(?<![\w.-]@?)@${oldScope}(?=/updsts\b)`,
    "g",
  );
  const changed: string[] = [];
  // The file that says which names are the old ones is the last: after an
  // interruption the same command does the rest.
  for (const file of [...await textFiles(root, path), path]) {
    const before = await readText(file);
    const after = before
      ?.replace(repository, owner)
      .replace(module, `@${scope}`);
    if (after === undefined || after === before) continue;
    await Deno.writeTextFile(file, after);
    changed.push(relative(root, file).replaceAll("\\", "/"));
  }
  if (changed.length > 0) await format(root, changed);
  return changed;
}

function checkOwner(owner: string): void {
  if (/^(?!-)(?!.*--)[a-z\d-]{1,39}(?<!-)$/i.test(owner)) return;
  throw new Error(
    `${owner} is not an owner on GitHub: 1 to 39 letters, digits and single hyphens`,
  );
}

function checkScope(scope: string): void {
  if (/^(?!-)(?!.*--)[a-z\d-]{2,20}(?<!-)$/.test(scope)) return;
  throw new Error(
    `${scope} is not a scope on JSR: 2 to 20 small letters, digits and single hyphens, without @`,
  );
}

async function textFiles(directory: string, last: string): Promise<string[]> {
  const files: string[] = [];
  for await (const entry of Deno.readDir(directory)) {
    const path = join(directory, entry.name);
    if (SKIPPED.test(entry.name) || path === last) continue;
    if (entry.isDirectory) files.push(...await textFiles(path, last));
    else if (entry.isFile) files.push(path);
  }
  return files.sort();
}

/** The text of a file; nothing where it is not text. */
async function readText(path: string): Promise<string | undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    return decoder.decode(await Deno.readFile(path));
  } catch {
    return undefined;
  }
}

/** Longer names wrap lines elsewhere. */
async function format(root: string, files: readonly string[]): Promise<void> {
  const formatted = files.filter((file) => /\.(json|md|ts|ya?ml)$/.test(file));
  await runDeno(["fmt", "--quiet", ...formatted], root);
}

async function main(): Promise<string[]> {
  const [owner, scope, ...others] = Deno.args;
  if (!owner || !scope || others.length > 0) {
    throw new Error("usage: deno task release:name OWNER SCOPE");
  }
  const root = fileURLToPath(new URL("..", import.meta.url));
  const changed = await setNames(root, owner, scope.replace(/^@/, ""));
  if (changed.length === 0) return ["the names are set already"];
  return changed.map((file) => `changed ${file}`);
}

if (import.meta.main) await runScript("release:name", main);
