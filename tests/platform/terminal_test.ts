import assert from "node:assert/strict";
import { nameTerminal, noTerminal } from "../../src/platform/terminal.ts";
import { hintOf } from "../support/hint_of.ts";

Deno.test("the hint names winpty on Windows, where mintty is no console", () => {
  const words = (os: string) => hintOf(noTerminal("updsts get", os));
  assert.match(words("linux"), /^run this in a terminal: updsts get; or /);
  assert.match(
    words("windows"),
    /^run this in a terminal, in Git Bash with winpty before it: updsts get; /,
  );
});

Deno.test("the terminals of two containers have different names, and so different locks", () => {
  const first = nameTerminal([{ dev: 0x1a, rdev: 0x8800 }]);
  const second = nameTerminal([{ dev: 0x2b, rdev: 0x8800 }]);
  assert.deepEqual([first, second], ["1a-8800", "2b-8800"]);
  assert.notEqual(nameTerminal([{ dev: 0x1a, rdev: 0x8801 }]), first);
});

Deno.test("/dev/tty, which is every terminal, names none", () => {
  const tty = { dev: 6, rdev: 0x500 };
  assert.equal(nameTerminal([tty]), undefined);
  assert.equal(nameTerminal([tty, { dev: 0x1a, rdev: 0x8800 }]), "1a-8800");
});
