import type { Buffer } from "node:buffer";
import { createHash, createHmac } from "node:crypto";

/** What of an HTTP request takes part in a Signature Version 4. */
export interface SignedRequest {
  method: string;
  /** Path with query, as on the request line. */
  target: string;
  /** Header values by lower-case name. */
  headers: Record<string, string>;
  body: string;
}

/** The claims of an `Authorization: AWS4-HMAC-SHA256 …` header. */
export interface Authorization {
  accessKeyId: string;
  date: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
}

/** Reads the Authorization header; undefined when it is no complete Signature Version 4. */
export function readAuthorization(header: string): Authorization | undefined {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/
      .exec(header);
  if (!match) return undefined;
  const [, credential = "", signedHeaders = "", signature = ""] = match;
  const [accessKeyId, date, region, service, terminator, ...rest] = credential
    .split("/");
  if (!accessKeyId || !date || !region || !service) return undefined;
  if (terminator !== "aws4_request" || rest.length > 0) return undefined;
  return {
    accessKeyId,
    date,
    region,
    service,
    signedHeaders: signedHeaders.split(";"),
    signature,
  };
}

/**
 * Computes the signature the request should carry. Written from AWS's description of the algorithm
 * and on purpose not with the SDK, so that the SDK does not check itself.
 */
export function signatureOf(
  request: SignedRequest,
  authorization: Omit<Authorization, "accessKeyId" | "signature">,
  secretAccessKey: string,
): string {
  const { date, region, service, signedHeaders } = authorization;
  const url = new URL(request.target, "http://unused.invalid");
  const canonicalRequest = [
    request.method,
    url.pathname,
    canonicalQuery(url.searchParams),
    ...signedHeaders.map((name) =>
      `${name}:${canonicalValue(request.headers[name] ?? "")}`
    ),
    "",
    signedHeaders.join(";"),
    sha256(request.body),
  ].join("\n");
  const stringToSign = [
    "AWS4-HMAC-SHA256",
    request.headers["x-amz-date"] ?? "",
    `${date}/${region}/${service}/aws4_request`,
    sha256(canonicalRequest),
  ].join("\n");

  let key = hmac(`AWS4${secretAccessKey}`, date);
  for (const part of [region, service, "aws4_request"]) key = hmac(key, part);
  return hmac(key, stringToSign).toString("hex");
}

/** Milliseconds since 1970 of a time written like `20150830T123600Z`; NaN when it is none. */
export function parseAmzDate(text: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return NaN;
  const [, year, month, day, hour, minute, second] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** Writes a time like `20150830T123600Z`. */
export function formatAmzDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+/, "").replace(
    /[-:]/g,
    "",
  );
}

function canonicalQuery(parameters: URLSearchParams): string {
  return [...parameters]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
}

function canonicalValue(value: string): string {
  return value.trim().replace(/ +/g, " ");
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Uint8Array, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
