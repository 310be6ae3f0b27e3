/**
 * Moves from line to line without a string for each. Lines end as in Python's
 * universal newlines.
 */
export class LineCursor {
  readonly #file: string;
  #lf = -2;
  #cr = -2;
  /** The line's number, from 0; before the first `advance()` it is on none. */
  number: number;
  /** The offset of the line. */
  start = 0;
  /** The offset of its end. */
  end = 0;
  /** The offset of the next line. */
  next: number;

  /**
   * @param start The offset of the first line.
   * @param number The number of that line.
   */
  constructor(file: string, start = 0, number = 0) {
    this.#file = file;
    this.next = start;
    this.number = number - 1;
  }

  /** Goes to the next line, if there is one. */
  advance(): boolean {
    const file = this.#file;
    const start = this.next;
    if (start >= file.length) return false;
    // Searches again only when the cursor has passed the last match.
    if (this.#lf !== -1 && this.#lf < start) {
      this.#lf = file.indexOf("\n", start);
    }
    if (this.#cr !== -1 && this.#cr < start) {
      this.#cr = file.indexOf("\r", start);
    }
    const lf = this.#lf;
    const cr = this.#cr;
    const found = lf < 0 || (cr >= 0 && cr < lf) ? cr : lf;
    const end = found < 0 ? file.length : found;
    this.number++;
    this.start = start;
    this.end = end;
    this.next = found < 0 ? end : end + (end === cr && end + 1 === lf ? 2 : 1);
    return true;
  }

  /** Moves to a later line; stops at the last one. */
  goTo(number: number): void {
    while (this.number < number && this.advance());
  }

  get text(): string {
    return this.#file.slice(this.start, this.end);
  }
}
