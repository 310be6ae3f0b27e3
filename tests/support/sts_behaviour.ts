import type { RefusalName } from "./sts_refusals.ts";

/** The elements of the Credentials of a successful answer. */
export type CredentialsElement =
  | "AccessKeyId"
  | "SecretAccessKey"
  | "SessionToken"
  | "Expiration";

/**
 * The behaviours of the simulated STS. Unless stated otherwise, the request is first
 * performed as always (so that a right code is consumed) and then the answer is spoilt.
 */
export type Behaviour =
  /** Judge and answer as AWS does. */
  | { kind: "honest" }
  /** Refuse without a look at the request; no code is consumed. */
  | { kind: "refuse"; refusal: RefusalName }
  /** HTTP 500 or 503, before or after the code is consumed. */
  | {
    kind: "server error";
    status: 500 | 503;
    moment: "before" | "after";
  }
  /** Wait before the answer, or in the midst of it. */
  | { kind: "slow"; delayMs: number; moment: "before" | "amid" }
  /**
   * Close the connection: without consuming the code, after consuming it, or amid the answer.
   * Where the connection was in use before, Deno's `fetch` sends the request a second time of its
   * own accord, which then meets what was told for the next request.
   */
  | { kind: "cut"; moment: "before" | "after" | "amid" }
  /** A captive portal's page with status 200; no code is consumed. */
  | { kind: "web page" }
  /**
   * A captive portal's redirect, 302 and to its own page unless told otherwise; no code is
   * consumed. After 307 and 308 a client that follows sends its form again.
   */
  | { kind: "redirect"; status?: 302 | 307 | 308; location?: string }
  /** Any other answer; no code is consumed. */
  | { kind: "raw"; status: number; contentType: string; body: string }
  /** The first half of the XML, complete as far as HTTP is concerned. */
  | { kind: "truncated XML" }
  /** Unknown elements and attributes, in valid XML. */
  | { kind: "unknown elements" }
  /** Success with elements of the Credentials left out or replaced. */
  | {
    kind: "altered";
    without?: CredentialsElement[];
    replaced?: Partial<Record<CredentialsElement, string>>;
  }
  /** Valid XML, grown by so many bytes (`Infinity`: without end), with no Content-Length. */
  | { kind: "oversized"; bytes: number };
