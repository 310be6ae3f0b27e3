import assert from "node:assert/strict";
import { quoteCommand, quoteWords } from "../../src/platform/quote_words.ts";

Deno.test("words are quoted for the shell of the system", () => {
  const words = ["a", "it's", "a,b", "-n", "--x=y.z:1", "@b"];
  assert.equal(
    quoteWords(words, "linux"),
    "a 'it'\\''s' a,b -n --x=y.z:1 @b",
  );
  assert.equal(
    quoteWords(words, "windows"),
    "a 'it''s' 'a,b' -n --x=y.z:1 '@b'",
  );
  assert.equal(quoteWords(["-a.b", "-a:b"], "windows"), "'-a.b' '-a:b'");
});

Deno.test("PowerShell calls a quoted program, and not a single argument", () => {
  assert.equal(quoteWords(["a b"], "windows"), "'a b'");
  assert.equal(quoteCommand(["a b", "c d"], "windows"), "& 'a b' 'c d'");
  assert.equal(quoteCommand(["a", "c d"], "windows"), "a 'c d'");
  assert.equal(quoteCommand(["a b", "c d"], "linux"), "'a b' 'c d'");
});
