import assert from "node:assert/strict";
import {
  hasControlCharacters,
  replaceControlCharacters,
  sanitize,
  sanitizeJson,
} from "../../src/util/sanitize.ts";

/** What a terminal obeys, or shows nothing of. */
const HIDDEN = [
  ..."\0\t\n\r\x1b\x7f\x85\x9b", // control characters
  ..."\u2028\u2029", // line breaks
  ..."\u061c\u200e\u200f\u202a\u202e\u2066\u2069", // writing direction
  ..."\u00ad\u180e\u200b\u200c\u200d\u2060\u2064\ufeff\ufff9", // invisible
  ..."\u{e0001}\u{e0041}", // invisible twins of ASCII
];

/** What people write. */
const SHOWN = [
  "default",
  "日本語、ﾊﾝｶｸ゙、髙﨑、葛\u{e0100}",
  "한국어 中文 ไทย हिन्दी العربية עברית",
  "é e\u0301 ß – … “x” \u00a0\u3000",
  "😀 ☎\ufe0f 🇯🇵",
];

Deno.test("sanitize() replaces unprintable characters", () => {
  for (const hidden of HIDDEN) {
    assert.equal(sanitize(`a${hidden}b`), "a\ufffdb", codeOf(hidden));
  }
});

Deno.test("sanitize() keeps ordinary text", () => {
  for (const text of SHOWN) assert.equal(sanitize(text), text);
});

Deno.test("sanitizeJson() escapes unprintable characters", () => {
  for (const text of [...HIDDEN, ...SHOWN]) {
    const value = { [text]: [text] };
    const json = sanitizeJson(value, 2);
    assert.deepEqual(JSON.parse(json), value);
    for (const hidden of HIDDEN) {
      if (hidden !== "\n") assert.ok(!json.includes(hidden), codeOf(hidden));
    }
  }
});

function codeOf(text: string): string {
  return text.codePointAt(0)!.toString(16);
}

Deno.test("control characters and line breaks are found, and replaced by one space", () => {
  for (
    const each of ["\0", "\x1f", "\x7f", "\x85", "\x9f", "\u2028", "\u2029"]
  ) {
    assert.ok(hasControlCharacters(`a${each}b`));
    assert.equal(replaceControlCharacters(`a${each}${each}b`), "a b");
  }
  for (const each of [" ", "~", "\xa0", "\u200d", "日"]) {
    assert.ok(!hasControlCharacters(each));
    assert.equal(replaceControlCharacters(each), each);
  }
});
