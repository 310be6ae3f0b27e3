import assert from "node:assert/strict";
import { noTerminal } from "../../src/platform/terminal.ts";
import { hintOf } from "../support/hint_of.ts";

Deno.test("the hint names winpty on Windows, where mintty is no console", () => {
  const words = (os: string) => hintOf(noTerminal("updsts get", os));
  assert.match(words("linux"), /^run this in a terminal: updsts get; or /);
  assert.match(
    words("windows"),
    /^run this in a terminal, in Git Bash with winpty before it: updsts get; /,
  );
});
