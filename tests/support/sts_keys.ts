import { randomBytes, randomInt } from "node:crypto";

/** An unknown access key id. */
export function keyId(prefix: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let id = prefix;
  while (id.length < 20) id += alphabet.charAt(randomInt(alphabet.length));
  return id;
}

/** A secret access key of no user. */
export function secretKey(): string {
  return randomBytes(30).toString("base64");
}
