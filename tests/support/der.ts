/** Distinguished Encoding Rules (X.690), as much of them as a certificate needs. */

/** The tags that certificates use. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
};

/** A value with its tag and its length. */
export function der(tag: number, ...contents: Uint8Array[]): Uint8Array {
  const content = join(contents);
  const { length } = content;
  const size = length < 0x80
    ? [length]
    : length < 0x100
    ? [0x81, length]
    : [0x82, length >> 8, length & 0xff];
  return join([Uint8Array.of(tag, ...size), content]);
}

/** A sequence of values. */
export function sequence(...values: Uint8Array[]): Uint8Array {
  return der(TAG.sequence, ...values);
}

/** A bit string whose last octet has some unused bits. */
export function bitString(bytes: Uint8Array, unused = 0): Uint8Array {
  return der(TAG.bitString, Uint8Array.of(unused), bytes);
}

/** Text in UTF-8. */
export function utf8(text: string): Uint8Array {
  return der(TAG.utf8String, new TextEncoder().encode(text));
}

/** An object identifier, such as `2.5.29.17`. */
export function objectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let high = arc >> 7; high > 0; high >>= 7) {
      groups.unshift(high & 0x7f | 0x80);
    }
    return groups;
  });
  return der(TAG.objectIdentifier, Uint8Array.from(bytes));
}

/** A time of whole seconds, in UTC. */
export function generalizedTime(date: Date): Uint8Array {
  const text = date.toISOString().replace(/\.\d+|[-:T]/g, "");
  return der(TAG.generalizedTime, new TextEncoder().encode(text));
}

function join(parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
