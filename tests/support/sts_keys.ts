import { randomBytes, randomInt } from "node:crypto";

/** An access key id nobody has. */
export function keyId(prefix: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let id = prefix;
  while (id.length < 20) id += alphabet.charAt(randomInt(alphabet.length));
  return id;
}

/** A secret access key nobody has. */
export function secretKey(): string {
  return randomBytes(30).toString("base64");
}
