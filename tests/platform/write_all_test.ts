import assert from "node:assert/strict";
import { writeAll, writeAllAsync } from "../../src/platform/write_all.ts";

/** As Deno's standard streams are, in front of a pipe that is full each second time. */
class LineBuffered {
  written = "";
  #buffer = "";
  #calls = 0;

  writeSync = (bytes: Uint8Array): number => {
    const text = new TextDecoder().decode(bytes);
    this.#write();
    if (text.endsWith("\n")) this.#write(text);
    else this.#buffer += text;
    this.#write();
    return bytes.length;
  };

  write = (bytes: Uint8Array) => Promise.try(this.writeSync, bytes);

  #write(text = this.#buffer): void {
    if (text === "") return;
    if (++this.#calls % 2 === 1) throw new Deno.errors.WouldBlock();
    this.written += text;
    this.#buffer = "";
  }
}

const TEXTS = {
  "lines": "first line\nsecond line\n\n",
  "long lines": `${"x".repeat(2000)}\n${"y".repeat(600)}\n`,
  "no newline": "x".repeat(1500),
};

for (const [name, text] of Object.entries(TEXTS)) {
  for (const isTerminal of [false, true]) {
    Deno.test(`${name} are written once to a full ${isTerminal ? "terminal" : "pipe"}`, () => {
      const stream = new LineBuffered();
      const { writeSync } = stream;
      writeAll({ writeSync, isTerminal: () => isTerminal }, text);
      assert.equal(stream.written, text);
    });
  }
}

for (const [name, text] of Object.entries(TEXTS)) {
  Deno.test(`${name} are written once to a full pipe, asynchronously`, async () => {
    const stream = new LineBuffered();
    await writeAllAsync(stream, new TextEncoder().encode(text));
    assert.equal(stream.written, text);
  });
}

Deno.test("a terminal that accepts parts of lines gets each newline separately", () => {
  const pieces: string[] = [];
  const writeSync = (bytes: Uint8Array) => {
    pieces.push(new TextDecoder().decode(bytes));
    return bytes.length;
  };
  writeAll({ writeSync, isTerminal: () => true }, "a\n\nb\n");
  assert.deepEqual(pieces, ["a", "\n", "\n", "b", "\n"]);
});

Deno.test("a pipe without a reader is not waited for", async () => {
  const writeSync = () => {
    throw new Deno.errors.BrokenPipe();
  };
  assert.throws(() => writeAll({ writeSync }, "x"), Deno.errors.BrokenPipe);
  const write = () => Promise.reject(new Deno.errors.BrokenPipe());
  await assert.rejects(
    writeAllAsync({ write }, new Uint8Array(1)),
    Deno.errors.BrokenPipe,
  );
});
