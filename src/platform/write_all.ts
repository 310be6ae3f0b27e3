import { sleep } from "../util/sleep.ts";

type SyncWriter =
  & Pick<typeof Deno.stdout, "writeSync">
  & Partial<Pick<typeof Deno.stdout, "isTerminal">>;
type AsyncWriter = Pick<typeof Deno.stdout, "write">;

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
  const bytes = new TextEncoder().encode(text);
  const pieces = piecesOf(bytes, stream.isTerminal?.() ?? false);
  for (let next = pieces.next(); !next.done;) {
    next = pieces.next(write(stream, next.value));
  }
}

function write(stream: SyncWriter, piece: Uint8Array): number | undefined {
  try {
    return stream.writeSync(piece);
  } catch (error) {
    refuseOther(error);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    return undefined;
  }
}

/**
 * The same for bytes, without blocking this program's other work.
 *
 * @throws What the stream throws, but for `WouldBlock`.
 */
export async function writeAllAsync(
  stream: AsyncWriter,
  bytes: Uint8Array,
): Promise<void> {
  const pieces = piecesOf(bytes, false);
  for (let next = pieces.next(); !next.done;) {
    try {
      next = pieces.next(await stream.write(next.value));
    } catch (error) {
      refuseOther(error);
      await sleep(PAUSE);
      next = pieces.next(undefined);
    }
  }
}

function refuseOther(error: unknown): void {
  if (!(error instanceof Deno.errors.WouldBlock)) throw error;
}

/**
 * The pieces to write, each answered with the number of bytes that were written,
 * or `undefined` where the stream was full.
 */
function* piecesOf(
  bytes: Uint8Array,
  isTerminal: boolean,
): Generator<Uint8Array, void, number | undefined> {
  for (let rest = bytes; rest.length > 0;) {
    const piece = nextPiece(rest, isTerminal);
    const written = yield piece;
    if (written !== undefined) {
      rest = rest.subarray(written);
    } else if (piece.at(-1) !== NEWLINE) { // Else none of it was taken.
      rest = rest.subarray(piece.length);
      while ((yield FLUSH) === undefined);
    }
  }
}

/** Writes what is in the stream's buffer. */
const FLUSH = new Uint8Array();

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
