import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkNames } from "../../scripts/release/names.ts";
import { setNames } from "../../scripts/release_name.ts";
import { MODULE, REPOSITORY } from "../../src/package_names.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const OWNER = REPOSITORY.split("/")[0]!;

// This file has no whole name, which release:name would replace.
const repositoryOf = (owner: string) => `${owner}/updsts`;
const moduleOf = (scope: string) => `@${scope}/updsts`;

/** What a commit has; the names are in no other directory. */
const ENTRIES = [
  ..."README.md README_ja.md SECURITY.md CONTRIBUTING.md CHANGELOG.md".split(
    " ",
  ),
  ..."deno.json mod.ts src docs scripts tests .github".split(" "),
];

async function copy(from: string, to: string): Promise<void> {
  if ((await Deno.lstat(from)).isDirectory) {
    await Deno.mkdir(to);
    for await (const { name } of Deno.readDir(from)) {
      await copy(join(from, name), join(to, name));
    }
  } else if ((await Deno.lstat(from)).isFile) await Deno.copyFile(from, to);
}

/** The texts of a copy, by their paths. */
async function texts(
  directory: string,
  prefix = "",
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    const path = join(directory, name);
    if (isDirectory) {
      for (const each of await texts(path, `${prefix}${name}/`)) {
        found.set(...each);
      }
    } else found.set(`${prefix}${name}`, await Deno.readTextFile(path));
  }
  return found;
}

class Clone implements AsyncDisposable {
  private constructor(readonly path: string) {}

  static async make(): Promise<Clone> {
    const path = await Deno.makeTempDir({ prefix: "updsts" });
    for (const name of ENTRIES) await copy(join(ROOT, name), join(path, name));
    return new Clone(path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}

Deno.test("release:name sets both names in all files, and nothing else", async () => {
  await using clone = await Clone.make();
  const before = await texts(clone.path);
  const changed = await setNames(clone.path, "Some-Owner9", "some-scope");
  const after = await texts(clone.path);

  assert.deepEqual([...after.keys()], [...before.keys()]);
  // Without white space: the formatter wraps lines elsewhere.
  const plain = (text: string) => text.replace(/\s+/g, "");
  for (const [path, text] of after) {
    const old = before.get(path)!;
    if (!changed.includes(path)) {
      assert.equal(text, old, path);
      continue;
    }
    assert.equal(
      plain(text)
        .replaceAll(repositoryOf("Some-Owner9"), REPOSITORY)
        .replaceAll(moduleOf("some-scope"), MODULE),
      plain(old),
      path,
    );
  }
  for (const text of after.values()) {
    assert.ok(!text.includes(MODULE));
    assert.ok(!text.includes(`/${REPOSITORY}`));
  }
  for (
    const path of [
      ..."README.md README_ja.md SECURITY.md deno.json mod.ts".split(" "),
      ..."docs/executable.md docs/permissions.md docs/library.md".split(" "),
      "src/package_names.ts",
    ]
  ) assert.ok(changed.includes(path), path);

  // Again, and with other names.
  assert.deepEqual(await setNames(clone.path, "Some-Owner9", "some-scope"), []);
  await setNames(clone.path, "bin", "usr");
  assert.deepEqual(
    (await setNames(clone.path, OWNER, "xx")).sort(),
    changed.sort(),
  );
  for (const [path, text] of await texts(clone.path)) {
    assert.equal(
      plain(text.replaceAll(moduleOf("xx"), MODULE)),
      plain(before.get(path)!),
      path,
    );
  }
});

Deno.test("release:name refuses what GitHub or JSR does not allow", async () => {
  await using clone = await Clone.make();
  const before = await texts(clone.path);
  for (
    const [owner, scope] of [
      ["-a", "good"],
      ["a--b", "good"],
      ["a-", "good"],
      ["a_b", "good"],
      ["a/b", "good"],
      ["a".repeat(40), "good"],
      ["good", "x"],
      ["good", "Big"],
      ["good", "a--b"],
      ["good", "a-"],
      ["good", "a.b"],
      ["good", "a".repeat(21)],
    ] as const
  ) {
    await assert.rejects(
      setNames(clone.path, owner, scope),
      /is not an owner on GitHub|is not a scope on JSR/,
    );
  }
  assert.deepEqual(await texts(clone.path), before);
});

Deno.test("deno.json has the name of the module", async () => {
  const { name } = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
  assert.equal(name, MODULE);
});

Deno.test("a workflow makes no release with placeholders or another repository's names", () => {
  const names = { repository: repositoryOf("me"), module: moduleOf("me") };
  const hint = /; set the names with: deno task release:name me SCOPE$/;
  assert.equal(checkNames(repositoryOf("me"), names), undefined);
  assert.equal(checkNames(undefined, names), undefined);
  for (
    const other of [
      { ...names, repository: repositoryOf("OWNER") },
      { ...names, module: moduleOf("x") },
      { ...names, repository: repositoryOf("you") },
    ]
  ) {
    assert.throws(() => checkNames(repositoryOf("me"), other), {
      message: hint,
    });
  }
  const placeholders = { ...names, repository: repositoryOf("OWNER") };
  assert.match(checkNames(undefined, placeholders)!, /are placeholders/);
});
