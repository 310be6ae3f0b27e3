import { UpdstsError } from "../errors.ts";
import { type PageFacts, renderDone, renderForm } from "./code_page_html.ts";

const HOST = "127.0.0.1";
/** A form with six digits is far shorter. */
const MAX_BODY = 1024;

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
  let isOpen = true;
  const server = Deno.serve(
    { hostname: HOST, port: 0, onListen() {}, onError: () => plain(400) },
    async (request) => {
      const isOurs = request.headers.get("host") === host &&
        new URL(request.url).pathname === path;
      if (!isOurs || !isOpen) return plain(404);
      if (request.method === "GET") return page(200, renderForm(facts));
      if (request.method !== "POST") return plain(405);
      const code = readCode(await readLimited(request));
      if (code === undefined) {
        return page(422, renderForm(facts, "That was not six digits."));
      }
      if (!isOpen) return plain(404);
      resolve(code);
      close();
      return page(200, renderDone());
    },
  );
  const host = `${HOST}:${server.addr.port}`;
  const timer = setTimeout(close, lifetime);

  function close(): void {
    if (!isOpen) return;
    isOpen = false;
    clearTimeout(timer);
    reject(nobodyTyped());
    // An answer under way is still sent.
    server.shutdown().catch(() => {});
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

async function readLimited({ body }: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const part of body ?? []) {
    text += decoder.decode(part, { stream: true });
    if (text.length > MAX_BODY) throw new RangeError("a form that is too long");
  }
  return text;
}

/** Authenticator apps show the code as two groups. */
function readCode(form: string): string | undefined {
  const code = new URLSearchParams(form).get("code")?.replace(/\s/g, "") ?? "";
  return /^[0-9]{6}$/.test(code) ? code : undefined;
}

const HEADERS = {
  "cache-control": "no-store",
  "connection": "close",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

function plain(status: number): Response {
  return new Response(null, { status, headers: HEADERS });
}

function page(
  status: number,
  { html, policy }: { html: string; policy: string },
): Response {
  return new Response(html, {
    status,
    headers: {
      ...HEADERS,
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy,
    },
  });
}
