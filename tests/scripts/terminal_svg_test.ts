import assert from "node:assert/strict";
import { drawTerminal, escapeXml, screen } from "../../scripts/terminal_svg.ts";

const THEME = {
  background: "#fff",
  bar: "#eee",
  border: "#ccc",
  text: "#111",
  faint: "#777",
  red: "#a00",
  green: "#070",
};

Deno.test("a screen has the text in its styles, and no erased status line", () => {
  const output =
    "\x1b[1mA\x1b[0m b\r\nwaiting …\r\x1b[2K\x1b[32mleft\x1b[0m\r\n";
  assert.deepEqual(screen(output), [
    [{ text: "A", style: "bold" }, { text: " b", style: "plain" }],
    [{ text: "left", style: "green" }],
    [],
  ]);
});

Deno.test("a control sequence that would be drawn wrongly is refused", () => {
  for (const output of ["\x1b[2J", "a\x1b]0;title\x07", "\x1b[45mx", "a\rb"]) {
    assert.throws(() => screen(output), JSON.stringify(output));
  }
});

Deno.test("a drawing is text, whatever the text is, and has a title and a description", () => {
  const untrusted = `</text><script>alert("1 & '2'")</script>`;
  const svg = drawTerminal(screen(untrusted), 60, THEME, {
    title: untrusted,
    description: untrusted,
  });
  assert.ok(!svg.includes("<script"));
  assert.equal(svg.split(escapeXml(untrusted)).length, 4);
  assert.ok(!/[<>&"']/.test(escapeXml(untrusted).replace(/&#\d+;/g, "")));
});

for (const name of ["light", "dark"]) {
  Deno.test(`the ${name} picture of the README has no script and no external resource`, async () => {
    const svg = await Deno.readTextFile(
      new URL(`../../docs/session-${name}.svg`, import.meta.url),
    );
    assert.match(svg, /<title[^>]*>[^<]+<\/title>\n<desc[^>]*>[^<]+<\/desc>/);
    const calls = /<script|href|url\(|@import|@font-face|<image|\son\w+=/i;
    assert.doesNotMatch(svg, calls);
  });
}
