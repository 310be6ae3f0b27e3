/** By its byte order mark, or by the zeros in what would be ASCII. */
export function utf16Of(
  bytes: Uint8Array,
): "utf-16le" | "utf-16be" | undefined {
  const [first = 1, second = 1] = bytes;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) {
    return "utf-16le";
  }
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) {
    return "utf-16be";
  }
  return undefined;
}
