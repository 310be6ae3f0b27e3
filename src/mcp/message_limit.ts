import { Transform } from "node:stream";

const NEWLINE = 0x0a;
/** Enough for all of a request but its parameters. */
const EDGE_BYTES = 512;

/**
 * Passes lines on whole, and drops those that are too long: a server that ended
 * there would leave its client without an answer to any call.
 *
 * @param max The bytes of the longest line, its end included.
 * @param onDropped Called with the id of the request that was dropped; `null`
 * where it is not a request or its id can't be told.
 */
export function limitMessages(
  max: number,
  onDropped: (id: string | number | null) => void,
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
          else this.push(concat(parts));
          parts = [];
          size = 0;
          dropped = undefined;
        }
        rest = rest.subarray(end);
      }
      done();
    },
  });
}

const VERSION = String.raw`"jsonrpc"\s*:\s*"2\.0"\s*`;
const ID = String.raw`"id"\s*:\s*(-?\d{1,15}|"[^"\\]{0,100}")\s*`;
const METHOD = String.raw`"method"\s*:\s*"[\w./-]{1,100}"\s*`;
/** Before the parameters, in whatever order. */
const HEAD = new RegExp(
  String
    .raw`^\s*\{\s*(?:${VERSION},\s*)?(?:${ID},\s*)?(?:${VERSION},\s*)?${METHOD},\s*(?:${VERSION},\s*)?(?:${ID},)?`,
);
/** Behind them: a quote within a text would have a backslash before it. */
const TAIL = new RegExp(
  String.raw`[}\]"\w]\s*,\s*${ID}(?:,\s*${VERSION})?\}\s*$`,
);

/**
 * The id of a request, from its edges. Without `method` it is the response to a
 * request of ours, whose id may be that of another request of the client's.
 */
function requestId(head: Uint8Array, tail: Uint8Array): string | number | null {
  const start = HEAD.exec(LATIN1.decode(head));
  if (!start) return null;
  const id = start[1] ?? start[2] ?? TAIL.exec(LATIN1.decode(tail))?.[1];
  return id === undefined ? null : JSON.parse(id);
}

const LATIN1 = new TextDecoder("latin1");

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
