import assert from "node:assert/strict";
import {
  HiddenLine,
  type KeyResult,
} from "../../src/platform/hidden_prompt.ts";

const CASES: [name: string, keys: string, result: KeyResult, text: string][] = [
  ["a line ends with Enter", "012345\r", "done", "012345"],
  ["or with a line feed", "012345\n", "done", "012345"],
  ["Backspace takes back", "0129\x7f\b2\r", "done", "012"],
  ["Ctrl-U starts again", "999\x15012345\r", "done", "012345"],
  ["Ctrl-C interrupts", "01\x03", "interrupt", "01"],
  ["Ctrl-\\ interrupts too", "01\x1c", "interrupt", "01"],
  ["Ctrl-D ends an empty line", "\x04", "end", ""],
  ["Ctrl-D does nothing to a line with text", "01\x0423\r", "done", "0123"],
  ["other control characters do nothing", "0\x1b\x011\r", "done", "01"],
  [
    "a line does not grow without end",
    `${"1".repeat(99)}\r`,
    "done",
    "1".repeat(64),
  ],
];

for (const [name, keys, result, text] of CASES) {
  Deno.test(`HiddenLine: ${name}`, () => {
    const line = new HiddenLine();
    let last: KeyResult = "typing";
    for (const key of keys) last = line.onKey(key);
    assert.equal(last, result);
    assert.equal(line.text, text);
  });
}
