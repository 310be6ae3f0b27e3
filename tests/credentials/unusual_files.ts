import type { Reading } from "./samples.ts";

/** A file that parsers disagree about, and what botocore makes of it. */
export interface UnusualFile {
  readonly name: string;
  readonly text: string;
  /** `"ERR"`: botocore rejects the whole file. */
  readonly reads: Reading | "ERR";
  /** For `"ERR"`: the line to blame, counted from 1. */
  readonly line?: number;
}

const A: Reading = [["a", [["k", "v"]]]];

/** Every row of the table in docs/credentials-file.md, and their kin. */
export const UNUSUAL_FILES: readonly UnusualFile[] = [
  reads("an empty file", "", []),
  reads("blank lines only", "\n  \n\t\r\n", []),
  reads("comments only", "# a\n; b\n", []),
  reads("# and ; at line start", "# c\n; c\n[a]\n# c\nk = v\n; c\n", A),
  reads("an indented comment after a key", "[a]\nk = v\n  # c\n  ; c\n", A),
  reads("a comment after a value", "[a]\nk = v # c\n", one("v # c")),
  reads("v#c without space", "[a]\nk = v#c\n", one("v#c")),
  reads("a comment after a header", "[a] # c\nk = v\n", A),
  reads("; close behind a header", "[a]; c\nk = v\n", A),
  reads("k=v behind a header", "[a] z = 1\nk = v\n", A),
  reads("a colon", "[a]\nk: v\n", A),
  reads("a colon before =", "[a]\nk:x = v\n", one("x = v")),
  reads("= without spaces", "[a]\nk=v\n", A),
  reads("an upper-case key", "[a]\nK = v\n", A),
  reads("a key with a space", "[a]\nMy Key = v\n", [["a", [["my key", "v"]]]]),
  reads("a quoted value", '[a]\nk = "v"\n', one('"v"')),
  reads("a value that starts with #", "[a]\nk = #v\n", one("#v")),
  reads("an empty value", "[a]\nk =\n", one("")),
  reads("an indented header after a key", "[a]\nk = v\n [b]\n", one("v\n[b]")),
  reads(
    "an indented header after a key, with a key",
    "[a]\nk = v\n  [b]\n  x = y\n",
    one("v\n[b]\nx = y"),
  ),
  err("an indented header after an empty value", "[a]\nk =\n  [b]\n", 2),
  reads("an indented header first", "  [a]\nk = v\n", A),
  reads("indented keys", "[a]\n  k = v\n  l = w\n", two("v", "w")),
  reads("less and less indented keys", "[a]\n  k = v\nl = w\n", two("v", "w")),
  reads("an indented line without =", "[a]\nk = v\n  w\n", one("v\nw")),
  reads(
    "a continuation across blank lines",
    "[a]\nk = v\n\n  \n  w\n",
    one("v\n\n\nw"),
  ),
  reads(
    "a continuation across comments",
    "[a]\nk = v\n# c\n\n  w\n",
    one("v\n\nw"),
  ),
  reads(
    "no continuation across a header",
    "[a]\nk = v\n[b]\n  l = w\n",
    [...A, ["b", [["l", "w"]]]],
  ),
  reads("a blank line below", "[a]\nk = v\n\n\n", A),
  reads(
    "s3 = and indented keys",
    "[a]\ns3 =\n  x = 1\n\n  y = 2\n",
    [["a", [["s3", "\nx = 1\n\ny = 2"]]]],
  ),
  err("s3 = and an indented line without =", "[a]\ns3 =\n  x: 1\n", 2),
  err("s3 = and a half-nested line", "[a]\ns3 =\n  x = 1\n  y\n", 2),
  err("s3 = and a hidden line break", "[a]\ns3 =\n  x = 1\x85y\n", 2),
  err("a section twice", "[a]\nk = v\n[b]\n[a]\nl = w\n", 4),
  err("a section twice, once indented", "[a]\n  [a]\n", 2),
  err("a key twice", "[a]\nk = v\n\nk = w\n", 4),
  err("a key twice in any case", "[a]\nkey = v\nKEY: w\n", 3),
  reads("a space in a name", "[a b]\nk = v\n", named("a b")),
  reads("a non-ASCII name", "[日本 é]\nk = v\n", named("日本 é")),
  reads("quotes in a name", "[\"a\" 'b']\nk = v\n", named("\"a\" 'b'")),
  reads("] in a name", "[a]b]\nk = v\n", named("a]b")),
  reads("[ in a name", "[[a]\nk = v\n", named("[a")),
  reads("] alone as a name", "[]]\nk = v\n", named("]")),
  reads("spaces around a name", "[ a ]\nk = v\n", named(" a ")),
  reads("a space as a name", "[ ]\nk = v\n", named(" ")),
  err("no name", "[a]\n[]\n", 2),
  err("a header without its end", "[a]\n[b\n", 2),
  reads("a header without its end, with =", "[a]\n[b = v\n", [
    ["a", [["[b", "v"]]],
  ]),
  reads("[DEFAULT]", "[DEFAULT]\nk = v\n[a]\n[b]\nk = w\n", [
    ...A,
    ["b", [["k", "w"]]],
  ]),
  reads("[DEFAULT] last", "[a]\n[DEFAULT]\nk = v\n", A),
  reads("[DEFAULT] twice", "[DEFAULT]\n[a]\n[DEFAULT]\nk = v\n", A),
  err(
    "a key twice in two [DEFAULT]",
    "[DEFAULT]\nk = v\n[a]\n[DEFAULT]\nk = w\n",
    5,
  ),
  err("a bad dictionary in [DEFAULT]", "[DEFAULT]\ns3 =\n  x\n[a]\n", 2),
  reads("[default] in other case", "[Default]\nk = v\n", named("Default")),
  reads("[__proto__]", "[__proto__]\nk = v\n[b]\n", [
    ...named("__proto__"),
    ["b", []],
  ]),
  reads("the key __proto__", "[a]\n__proto__ = v\n", [
    ["a", [["__proto__", "v"]]],
  ]),
  reads("[constructor]", "[constructor]\nk = v\n", named("constructor")),
  err("a byte order mark", "\ufeff[a]\nk = v\n", 1),
  err("a byte order mark before a comment", "\ufeff# c\n[a]\nk = v\n", 1),
  reads("CRLF", "[a]\r\nk = v\r\n", A),
  reads("mixed line ends", "[a]\nk = v\r\nl = w\r", two("v", "w")),
  reads("no final newline", "[a]\nk = v", A),
  reads("a header without a final newline", "[a]\nk = v\n[b]", [
    ...A,
    ["b", []],
  ]),
  reads("lone CR", "[a]\rk = v\rl = w\r", two("v", "w")),
  reads("CR CR LF", "[a]\r\r\nk = v\r\r\n", A),
  err("text before the first section", "hello\n[a]\nk = v\n", 1),
  err("k=v before the first section", "# c\n\nk = v\n[a]\n", 3),
  err("a line without =", "[a]\nk = v\nhello\n", 3),
  err("a line without a key", "[a]\n= v\n", 2),
  err("the first of many errors", "[a]\nx\ny\n[a]\nz\n", 2),
  reads(
    "aws_security_token beside aws_session_token",
    "[a]\naws_session_token = t\naws_security_token = u\n",
    [["a", [["aws_security_token", "u"], ["aws_session_token", "t"]]]],
  ),
  reads(
    "what only Python takes for space",
    "[a]\n\x85\xa0k\u2003=\u3000v\x1f\x1c\n",
    A,
  ),
  reads("a byte order mark in a value", "[a]\nk = \ufeffv\n", one("\ufeffv")),
  reads("a zero-width space in a key", "[a]\n\u200bk = v\n", [
    ["a", [["\u200bk", "v"]]],
  ]),
  reads("a line separator in a value", "[a]\nk = v\u2028w\n", one("v\u2028w")),
  reads("an unusual space as indentation", "[a]\nk = v\n\xa0w\n", one("v\nw")),
  reads("tabs count as one", "[a]\n  k = v\n\tl = w\n", two("v", "w")),
  reads("a capital that grows", "[a]\nİ = v\n", [["a", [["i̇", "v"]]]]),
];

function reads(name: string, text: string, reads: Reading): UnusualFile {
  return { name, text, reads };
}

function err(name: string, text: string, line: number): UnusualFile {
  return { name, text, reads: "ERR", line };
}

function one(value: string): Reading {
  return [["a", [["k", value]]]];
}

function two(k: string, l: string): Reading {
  return [["a", [["k", k], ["l", l]]]];
}

function named(name: string): Reading {
  return [[name, [["k", "v"]]]];
}
