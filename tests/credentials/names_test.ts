import assert from "node:assert/strict";
import fc from "fast-check";
import {
  isProfileName,
  isWritableSectionName,
  isWritableValue,
} from "../../src/credentials/names.ts";

const LINE_BREAKS = [
  "\n",
  "\r",
  "\r\n",
  "\x85",
  "\u2028",
  "\u2029",
  "\v",
  "\f",
];

Deno.test("section names that all SDKs read back may be written", () => {
  for (
    const name of [
      "default_sts",
      "a",
      "_",
      "007",
      "0",
      "a.b@c%d/e+f:g-h",
      "profile",
      "profiles.x",
      "profile_x",
      "services",
      "sso-session",
      "default",
      "Default",
      "prototype",
      "x".repeat(128),
    ]
  ) assert.ok(isWritableSectionName(name), name);
});

Deno.test("section names that some SDK reads differently may not be written", () => {
  for (
    const name of [
      "",
      " ",
      "a b",
      " a",
      "a ",
      ".a",
      "-a",
      "@a",
      "/a",
      "+a",
      ":a",
      "%a",
      "a]",
      "[a",
      "a#b",
      "a;b",
      "a=b",
      'a"b',
      "a'b",
      "a\\b",
      "a$b",
      "a\tb",
      "a\0",
      "a\x1b[31m",
      "日本",
      "é",
      "ａ",
      "x".repeat(129),
      "DEFAULT",
      "plugins",
      "preview",
      "__proto__",
      "constructor",
      "toString",
      "toLocaleString",
      "valueOf",
      "hasOwnProperty",
      "isPrototypeOf",
      "propertyIsEnumerable",
      "__defineGetter__",
      "__defineSetter__",
      "__lookupGetter__",
      "__lookupSetter__",
      "profile.x",
      "sso-session.x",
      "services.x",
    ]
  ) assert.ok(!isWritableSectionName(name), JSON.stringify(name));
});

Deno.test("no name of a property of JavaScript objects may be written", () => {
  for (const name of Object.getOwnPropertyNames(Object.prototype)) {
    assert.ok(!isWritableSectionName(name), name);
  }
});

Deno.test("no name and no value with a line break anywhere may be written", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "x", "=", "[", "]") });
  fc.assert(
    fc.property(text, fc.constantFrom(...LINE_BREAKS), text, (a, brk, b) => {
      assert.ok(!isWritableSectionName(a + brk + b));
      assert.ok(!isWritableValue(a + brk + b));
      assert.ok(!isProfileName(a + brk + b));
    }),
  );
  for (const brk of LINE_BREAKS) {
    const planted = `x]${brk}credential_process = evil`;
    assert.ok(!isWritableSectionName(planted));
    assert.ok(!isWritableValue(planted));
    assert.ok(!isProfileName(planted));
  }
});

Deno.test("values of visible ASCII may be written", () => {
  for (
    const value of [
      "a",
      "!",
      "~",
      "=",
      "a#b",
      "a;b",
      "a'b",
      'a"b',
      "[a]",
      "FwoGZXIvYXdzE+/==",
      "2025-10-05T15:30:00+09:00",
      "x".repeat(4096),
    ]
  ) assert.ok(isWritableValue(value), value);
});

Deno.test("values that a parser strips, unquotes or truncates may not be written", () => {
  for (
    const value of [
      "",
      " ",
      "a b",
      " a",
      "a ",
      "#a",
      ";a",
      '"a"',
      "'a'",
      "a\tb",
      "a\0b",
      "a\x7fb",
      "é",
      "\ufeffa",
      "a\xa0",
      "\u200ba",
    ]
  ) assert.ok(!isWritableValue(value), JSON.stringify(value));
});

Deno.test("a source profile may have any name that the AWS CLI reads", () => {
  for (
    const name of [
      "default",
      "a b",
      " a ",
      "日本 é 😀",
      'a"b',
      "a]b",
      "[",
      "#",
      "__proto__",
      "profile.x",
      "x".repeat(1024),
    ]
  ) assert.ok(isProfileName(name), name);
});

Deno.test("an empty name, control characters and very long text are not profile names", () => {
  for (
    const name of ["", "a\0", "\x1b[31m", "a\tb", "a\x7f", "x".repeat(1025)]
  ) assert.ok(!isProfileName(name), JSON.stringify(name));
});
