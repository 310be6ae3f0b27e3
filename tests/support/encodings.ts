/** What PEM text holds, as DER. */
export function derOf(pem: string): Uint8Array<ArrayBuffer> {
  const base64 = pem.replaceAll(/-----.*-----|\s/g, "");
  return Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
}

/** UTF-16, little-endian with its byte order mark, as Windows saves it. */
export function utf16(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 + text.length * 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, true);
  for (let at = 0; at < text.length; at++) {
    view.setUint16(2 + at * 2, text.charCodeAt(at), true);
  }
  return bytes;
}
