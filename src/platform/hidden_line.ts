export type KeyResult = "typing" | "done" | "end" | "interrupt";

/** A line that is typed without being shown. */
export class HiddenLine {
  #text = "";

  get text(): string {
    return this.#text;
  }

  onKey(key: string): KeyResult {
    switch (key) {
      case "\r":
      case "\n":
        return "done";
      case "\x03": // Ctrl-C
      case "\x1c": // Ctrl-\
        return "interrupt";
      case "\x04": // Ctrl-D
        return this.#text === "" ? "end" : "typing";
      case "\x7f": // Backspace
      case "\b":
        this.#text = this.#text.slice(0, -1);
        return "typing";
      case "\x15": // Ctrl-U
        this.#text = "";
        return "typing";
    }
    if (key >= " " && this.#text.length < MAX_LENGTH) this.#text += key;
    return "typing";
  }
}

const MAX_LENGTH = 64;
