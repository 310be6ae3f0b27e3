import assert from "node:assert/strict";
import { loadSharedConfigFiles } from "@smithy/shared-ini-file-loader";
import fc from "fast-check";
import type { BlockEdit } from "../../src/credentials/document.ts";
import { editBlock } from "../../src/credentials/edit_block.ts";
import { parse } from "../../src/credentials/parse.ts";
import { UpdstsError } from "../../src/errors.ts";
import { edit, soundFile } from "./generators.ts";
import { UNUSUAL_FILES } from "./unusual_files.ts";
import { BEGIN, END, NEW_BLOCK, OLD_BLOCK, SESSION } from "./samples.ts";

type Profiles = Record<string, Record<string, string | undefined>>;

Deno.test("the AWS SDK for JavaScript reads a new block and an updated one", async () => {
  await withReader(async (read) => {
    const session = Object.fromEntries(SESSION.settings);
    for (const text of ["", "[default]\nk = v\n", OLD_BLOCK]) {
      const before = await read(text);
      const after = await read(editBlock(parse(text), SESSION));
      assert.deepEqual(after, { ...before, default_sts: session });
    }
  });
});

Deno.test("the AWS SDK for JavaScript reads every unusual file after an edit as before it", async () => {
  await withReader(async (read) => {
    for (const { name, text, reads } of UNUSUAL_FILES) {
      if (reads === "ERR") continue;
      const edited = editBlock(parse(text), SESSION);
      const before = await read(text);
      const after = await read(edited);
      if (name === "[__proto__]") {
        // It rejects the whole file, before and after.
        assert.deepEqual([before, after], [{}, {}]);
      } else {
        assertEdited(before, after, SESSION, `${name}: ${edited}`);
      }
    }
  });
});

Deno.test("the AWS SDK for JavaScript reads every file after an edit as before it", async () => {
  let count = 0;
  await withReader((read) =>
    fc.assert(
      fc.asyncProperty(soundFile, edit, async (wild, edit) => {
        // For this SDK a lone CR is no line end, and these are no space.
        const text = wild.replaceAll(/\r(?!\n)/g, "\n")
          // deno-lint-ignore no-control-regex -- control characters are meant
          .replaceAll(/[\x1c-\x1f\x85]/g, " ");
        if (text.includes("[__proto__]")) return;
        const edited = tryEdit(text, edit);
        if (edited === undefined) return;
        count++;
        assertEdited(await read(text), await read(edited), edit, edited);
      }),
      { numRuns: 500, seed: 20251005 },
    )
  );
  assert.ok(count > 50, `only ${count} files could be edited`);
});

for (
  const [what, header, ...lines] of [
    ["a header with a comment right behind it", "[default_sts]; c"],
    ["a header with text behind it", "[default_sts] x"],
    [
      "another profile behind it whose header has a comment right behind",
      "[default_sts]",
      END,
      "[default]; c",
      "aws_access_key_id = x",
    ],
    [
      "indented keys below a key without a value",
      "[default_sts]",
      "  region =",
      "  aws_access_key_id = x",
    ],
  ] as const
) {
  Deno.test(`a block with ${what} is refused, or the AWS SDK for JavaScript reads it`, async () => {
    const text = [BEGIN, header, ...lines, END, ""].join("\n");
    await withReader(async (read) => {
      const edited = tryEdit(text, SESSION);
      if (edited === undefined) return;
      assertEdited({}, await read(edited), SESSION, edited);
    });
  });
}

Deno.test("the AWS SDK for JavaScript reads a block after a lone CR", async () => {
  await withReader(async (read) => {
    const text = "[a]\nk = v\r";
    const edited = editBlock(parse(text), SESSION);
    assertEdited(await read(text), await read(edited), SESSION, edited);
  });
});

Deno.test("10,000 profiles are read by the AWS SDK for JavaScript as they were written", async () => {
  const text = Array.from(
    { length: 10_000 },
    (_, i) => NEW_BLOCK.replaceAll("default", `p${i}`),
  ).join("");
  await withReader(async (read) => {
    const profiles = await read(editBlock(parse(text), SESSION));
    assert.equal(Object.keys(profiles).length, 10_001);
    const session = Object.fromEntries(SESSION.settings);
    for (const profile of ["p0_sts", "p9999_sts", "default_sts"]) {
      assert.deepEqual(profiles[profile], session);
    }
  });
});

function assertEdited(
  before: Profiles,
  after: Profiles,
  edit: BlockEdit,
  message: string,
): void {
  const session = { ...after[edit.section] };
  for (const [key, value] of edit.settings) {
    assert.equal(session[key], value, message);
    delete session[key];
  }
  // Indented lines continued session keys without a value.
  const held = new RegExp(
    `^(${[...edit.settings.keys()].join("|")})[^.]*\\.`,
    "i",
  );
  const rest = Object.fromEntries(
    Object.entries(before[edit.section] ?? {})
      .map(([key, value]) => [key.replace(held, ""), value] as const)
      .filter(([key]) => !edit.settings.has(nameOf(key))),
  );
  assert.deepEqual(session, rest, message);
  assert.deepEqual(without(after, edit), without(before, edit), message);
}

/** For `key:a = v` this SDK finds the key `key:a`. */
function nameOf(key: string): string {
  return key.split(":")[0]!.trim().toLowerCase();
}

function without(profiles: Profiles, { section }: BlockEdit): Profiles {
  const { [section]: _, ...others } = profiles;
  return others;
}

function tryEdit(text: string, edit: BlockEdit): string | undefined {
  try {
    return editBlock(parse(text), edit);
  } catch (error) {
    if (error instanceof UpdstsError) return undefined;
    throw error;
  }
}

async function withReader(
  use: (read: (text: string) => Promise<Profiles>) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir();
  const filepath = `${directory}/credentials`;
  const configFilepath = `${directory}/config`;
  try {
    await Deno.writeTextFile(configFilepath, "");
    await use(async (text) => {
      await Deno.writeTextFile(filepath, text);
      const { credentialsFile } = await loadSharedConfigFiles({
        filepath,
        configFilepath,
        ignoreCache: true,
      });
      return credentialsFile;
    });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
