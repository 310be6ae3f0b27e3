/**
 * Files of a size at which work with the square of it would not come to an end.
 */
import assert from "node:assert/strict";
import { diagnose } from "../../src/credentials/doctor/diagnose.ts";
import { editBlock } from "../../src/credentials/edit_block.ts";
import { parse } from "../../src/credentials/parse.ts";
import { removeSessions } from "../../src/credentials/remove_sessions.ts";
import { refusal } from "./refusal.ts";
import { BEGIN, END, NEW_BLOCK, OLD_BLOCK, SESSION } from "./samples.ts";

const SIZE = 2_000_000;
/** No end of a line, but nothing that "." stands for in a regular expression. */
const SEPARATOR = "\u2028";

Deno.test("spaces and a line separator after the header take linear time", () => {
  const header = `[default_sts] #${" ".repeat(SIZE)}${SEPARATOR}x`;
  const edited = editBlock(
    parse(OLD_BLOCK.replace("[default_sts]", header)),
    SESSION,
  );
  assert.ok(edited === NEW_BLOCK.replace("[default_sts]", header));
});

Deno.test("a line of brackets and comments below the section takes linear time", () => {
  const line = `[${"] #".repeat(SIZE)}${SEPARATOR}x\n`;
  assert.ok(editBlock(parse(OLD_BLOCK + line), SESSION) === NEW_BLOCK + line);
});

Deno.test("spaces and a line separator below a session take linear time", () => {
  const header = `[a] #${" ".repeat(SIZE)}${SEPARATOR}x\n`;
  const { text } = removeSessions(parse(OLD_BLOCK + header), ["default_sts"]);
  assert.ok(text === header);
});

Deno.test("100,000 sessions in one block with ambiguous headers are removed in linear time", () => {
  const names = Array.from({ length: 100_000 }, (_, i) => `s${i}`);
  const sections = names.map((name) => `[${name}]x\naws_session_token = v\n`);
  const document = parse(`${BEGIN}\n${sections.join("")}${END}\n`);
  assert.equal(removeSessions(document, names).text, "");
});

Deno.test("100,000 sessions with lines of the user's between them keep those", () => {
  const names = Array.from({ length: 100_000 }, (_, i) => `s${i}`);
  const kept = names.map((name) => `[${name}]x\nregion = v\n`).join("");
  const text = `${BEGIN}\n${kept}${END}\n`;
  assert.ok(removeSessions(parse(text), names).text === text);
});

Deno.test("spaces and a line separator in a profile's name take linear time in doctor", () => {
  const name = `profile${" ".repeat(SIZE)}a${SEPARATOR}b`;
  const findings = diagnose({
    credentials: { document: parse(`[${name}]\nk = v\n`) },
    config: undefined,
    mode: undefined,
    losesGroup: false,
    isBindMounted: false,
    environment: () => undefined,
    connection: {
      isRegion: () => true,
      proxyFaults: () => [],
      bundleFault: () => undefined,
    },
    now: new Date(0),
  });
  assert.equal(findings[0]?.code, "section_name");
});

Deno.test("a file of nothing but repeated headers is refused at the second", () => {
  const { message } = refusal("[a]\n".repeat(SIZE / 4), SESSION);
  assert.match(message, /^line 2: the section \[a\] is defined twice/);
});
