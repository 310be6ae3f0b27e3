import { Transform } from "node:stream";

const NEWLINE = 0x0a;
/** Enough for a request without its parameters. */
const EDGE_BYTES = 512;

/** Handlers for lines that are too long, and for the end. */
interface MessageHandlers {
  /**
   * Called with the ID of a dropped request; `null` where it is not a request, or
   * its ID is unknown.
   */
  onDropped(id: string | number | null): void;
  /** Called after the last line; the stream ends when it resolves. */
  onEnd(): Promise<void>;
}

/**
 * Passes whole messages, each a line, and drops those that are too long. To close
 * the connection instead would leave all running calls without a response.
 *
 * @param max The longest line in bytes, with its line break.
 */
export function readMessages(
  max: number,
  { onDropped, onEnd }: MessageHandlers,
): Transform {
  let parts: Uint8Array[] = [];
  let size = 0;
  let dropped: { head: Uint8Array; tail: Uint8Array } | undefined;

  const add = (bytes: Uint8Array) => {
    size += bytes.length;
    if (dropped) {
      dropped.tail = concat([dropped.tail, bytes]).subarray(-EDGE_BYTES);
      return;
    }
    parts.push(bytes);
    if (size <= max) return;
    const line = concat(parts);
    parts = [];
    dropped = {
      head: line.subarray(0, EDGE_BYTES),
      tail: line.subarray(-EDGE_BYTES),
    };
  };

  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      for (let rest = chunk; rest.length > 0;) {
        const end = rest.indexOf(NEWLINE) + 1 || rest.length;
        add(rest.subarray(0, end));
        if (rest[end - 1] === NEWLINE) {
          if (dropped) onDropped(requestId(dropped.head, dropped.tail));
          else this.push(normalizeMessage(concat(parts)));
          parts = [];
          size = 0;
          dropped = undefined;
        }
        rest = rest.subarray(end);
      }
      done();
    },
    flush(done) {
      if (dropped) onDropped(requestId(dropped.head, dropped.tail));
      onEnd().then(() => done(), done);
    },
  });
}

const VERSION = String.raw`"jsonrpc"\s*:\s*"2\.0"\s*`;
const ID = String.raw`"id"\s*:\s*(-?\d{1,15}|"[^"\\]{0,100}")\s*`;
const METHOD = String.raw`"method"\s*:\s*"[\w./-]{1,100}"\s*`;
/** Before the parameters, in any order. */
const HEAD = new RegExp(
  String
    .raw`^\s*\{\s*(?:${VERSION},\s*)?(?:${ID},\s*)?(?:${VERSION},\s*)?${METHOD},\s*(?:${VERSION},\s*)?(?:${ID},)?`,
);
/** After them: within a string, a quote would have a backslash before it. */
const TAIL = new RegExp(
  String.raw`[}\]"\w]\s*,\s*${ID}(?:,\s*${VERSION})?\}\s*$`,
);

/**
 * The ID of a request, read from the start and the end of its line. A message
 * without `method` is a response to a request of the server, whose ID the client
 * may use for its own request.
 */
function requestId(head: Uint8Array, tail: Uint8Array): string | number | null {
  const start = HEAD.exec(LATIN1.decode(head));
  if (!start) return null;
  const id = start[1] ?? start[2] ?? TAIL.exec(LATIN1.decode(tail))?.[1];
  return id === undefined ? null : JSON.parse(id);
}

const LATIN1 = new TextDecoder("latin1");

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const HAS_NULL = /"(?:params|arguments|_meta)"\s*:\s*null/;

/**
 * Removes what some clients send and the protocol does not allow: a byte order mark
 * before the first message, and `null` for parameters that are not there.
 */
function normalizeMessage(line: Uint8Array): Uint8Array {
  const hasMark = BYTE_ORDER_MARK.every((byte, at) => line[at] === byte);
  const bytes = hasMark ? line.subarray(BYTE_ORDER_MARK.length) : line;
  const text = new TextDecoder().decode(bytes);
  if (!HAS_NULL.test(text)) return bytes;
  try {
    const message = JSON.parse(text);
    removeNull(message, "params");
    removeNull(message.params, "arguments");
    removeNull(message.params, "_meta");
    return new TextEncoder().encode(`${JSON.stringify(message)}\n`);
  } catch {
    return bytes; // The transport reports that it is not JSON.
  }
}

function removeNull(
  object: Record<string, unknown> | undefined,
  key: string,
): void {
  if (object?.[key] === null) delete object[key];
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(
    parts.reduce((sum, part) => sum + part.length, 0),
  );
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
