import { UpdstsError } from "../errors.ts";
import { parseMfaCode } from "../operations/request.ts";
import { attempt } from "../util/attempt.ts";
import { type PageFacts, renderDone, renderForm } from "./code_page_html.ts";
import { type PageResponse, serveLoopback } from "./loopback_server.ts";

/** A page on this computer on which the user types the code, once. */
export interface CodePage {
  /** Holds no secret but its own path. */
  readonly url: string;
  /** What was typed; rejects when the page is closed before. */
  readonly code: Promise<string>;
  close(): void;
}

/**
 * Serves the page on a port that the system chooses, until the code is there
 * or the time is up. Whoever does not know the URL gets nothing, and neither
 * does a web page that had its own host's name point at this computer.
 *
 * @param facts What the user is shown.
 * @param lifetime Milliseconds.
 * @throws Where this run may not listen.
 */
export function openCodePage(facts: PageFacts, lifetime: number): CodePage {
  const path = `/${crypto.randomUUID()}`;
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  promise.catch(() => {}); // It may end with nobody waiting.
  const server = serveLoopback(
    ({ method, target, host: named, body }) => {
      if (named !== host || target !== path) return plain(404);
      if (method === "GET") return page(200, renderForm(facts));
      if (method !== "POST") return plain(405);
      const code = readCode(body);
      if (code === undefined) {
        return page(422, renderForm(facts, "That was not six digits."));
      }
      resolve(code);
      close();
      return page(200, renderDone());
    },
    () => end(notServed()),
  );
  const host = `127.0.0.1:${server.port}`;
  const timer = setTimeout(close, lifetime);

  function close(): void {
    end(nobodyTyped());
  }

  function end(reason: UpdstsError): void {
    clearTimeout(timer);
    reject(reason);
    server.close();
  }

  return { url: `http://${host}${path}`, code: promise, close };
}

function nobodyTyped(): UpdstsError {
  return new UpdstsError(
    "usage",
    "the page was closed before a code was typed into it",
    "ask the user, then call the tool again",
  );
}

/** Mostly the system has no file descriptor left for this process. */
function notServed(): UpdstsError {
  return new UpdstsError(
    "usage",
    "the page that asks for the MFA code accepts no more connections and was closed",
    "call the tool again; if that fails too, have the user run updsts get in a terminal",
  );
}

function readCode(form: string): string | undefined {
  return attempt(() =>
    parseMfaCode(new URLSearchParams(form).get("code") ?? "")
  );
}

const HEADERS = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

function plain(status: number): PageResponse {
  return { status, headers: HEADERS, body: "" };
}

function page(
  status: number,
  { html, policy }: { html: string; policy: string },
): PageResponse {
  return {
    status,
    headers: {
      ...HEADERS,
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy,
    },
    body: html,
  };
}
