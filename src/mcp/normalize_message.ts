const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const HAS_NULL = /"(?:params|arguments|_meta)"\s*:\s*null/;

/**
 * Removes what some clients send and the protocol does not allow: a byte order mark
 * before the first message, and `null` for parameters that are not there.
 *
 * @param line A message in one line.
 */
export function normalizeMessage(line: Uint8Array): Uint8Array {
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
