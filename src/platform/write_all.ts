/** What of a stream is used. */
type SyncWriter =
  & Pick<typeof Deno.stdout, "writeSync">
  & Partial<Pick<typeof Deno.stdout, "isTerminal">>;

/** Milliseconds until a reader that was too slow is tried again. */
const PAUSE = 5;
/** Bytes that the system writes to a pipe as a whole, or not at all; POSIX says 512. */
const PIPE_BUF = Deno.build.os === "linux" ? 4096 : 512;
/** Bytes that have room in the stream's own buffer. */
const BUFFERED = 512;
const NEWLINE = 0x0a;

/**
 * Writes a text as a whole, also to a pipe or terminal that another program has
 * made non-blocking: where it is full, this waits for the reader.
 *
 * @throws What the stream throws, but for `WouldBlock`.
 */
export function writeAll(stream: SyncWriter, text: string): void {
  const isTerminal = stream.isTerminal?.() ?? false;
  let rest = new TextEncoder().encode(text);
  while (rest.length > 0) {
    const piece = nextPiece(rest, isTerminal);
    try {
      rest = rest.subarray(stream.writeSync(piece));
    } catch (error) {
      pauseIfFull(error);
      if (piece.at(-1) === NEWLINE) continue; // None of it was taken.
      rest = rest.subarray(piece.length);
      flush(stream);
    }
  }
}

/**
 * Deno's standard streams have a buffer of 1024 bytes by lines. `WouldBlock`
 * does not say how much was taken, so a piece is taken as a whole or not at
 * all: without a newline it comes into the buffer, and lines go past it. A
 * terminal may take a part of the lines, so there a newline goes alone.
 */
function nextPiece(rest: Uint8Array, isTerminal: boolean): Uint8Array {
  const most = rest.subarray(0, PIPE_BUF);
  const end = isTerminal
    ? Math.max(most.indexOf(NEWLINE), most[0] === NEWLINE ? 1 : -1)
    : most.lastIndexOf(NEWLINE) + 1;
  if (end > 0 && !isTerminal) return most.subarray(0, end);
  return most.subarray(0, end > 0 ? Math.min(end, BUFFERED) : BUFFERED);
}

/** Writes what is in the stream's buffer. */
function flush(stream: SyncWriter): void {
  for (;;) {
    try {
      stream.writeSync(new Uint8Array());
      return;
    } catch (error) {
      pauseIfFull(error);
    }
  }
}

function pauseIfFull(error: unknown): void {
  if (!(error instanceof Deno.errors.WouldBlock)) throw error;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
}
