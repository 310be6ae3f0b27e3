/** Windows: the attributes of the credentials file. */
import assert from "node:assert/strict";
import { ignoreWithout } from "../support/programs.ts";
import { makeHome } from "../support/updsts.ts";
import { hintOf } from "../support/hint_of.ts";
import { isWindows, open, refusal, signal } from "./store.ts";

async function attrib(...args: string[]): Promise<string> {
  const { stdout } = await new Deno.Command("attrib", { args }).output();
  return new TextDecoder().decode(stdout);
}

/** Wine, unlike Windows, copies no attributes with a file. */
const isWine = isWindows && (() => {
  try {
    const result = "pointer";
    Deno.dlopen("ntdll.dll", { wine_get_version: { parameters: [], result } })
      .close();
    return true;
  } catch {
    return false;
  }
})();

Deno.test(ignoreWithout("Windows", {
  name: "a file with the read-only attribute is refused and stays",
  async fn() {
    await using home = await makeHome("a\n");
    await attrib("+r", home.credentials);
    const store = open(home.credentials);
    const edit = (text: string) => `${text}b\n`;
    for (
      const work of [() => store.dryRun(edit, signal), () => store.update(edit)]
    ) {
      const error = await refusal(work());
      assert.equal(error.code, "file_not_writable");
      assert.match(
        error.message,
        /^cannot write .*: it has the read-only attr/,
      );
      assert.match(hintOf(error), /^remove the attribute: attrib -r .*crede/);
      assert.equal(await home.read(), "a\n");
      assert.deepEqual(await home.names(), ["credentials"]);
    }
    await attrib("-r", home.credentials);
    await store.update(edit);
    assert.equal(await home.read(), "a\nb\n");
  },
}, isWindows));

Deno.test(ignoreWithout("Windows itself: wine loses them", {
  name: "a hidden system file stays hidden",
  async fn() {
    await using home = await makeHome("a\n");
    await attrib("+h", "+s", home.credentials);
    await open(home.credentials).update((text) => `${text}b\n`);
    assert.equal(await home.read(), "a\nb\n");
    assert.match(await attrib(home.credentials), /^[^:]*S[^:]*H.*[A-Z]:/);
  },
}, isWindows && !isWine));
