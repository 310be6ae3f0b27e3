import { attempt } from "../util/attempt.ts";

/** The loopback address: no other computer reaches it. */
const HOST = "127.0.0.1";

/**
 * Any local user may connect, and each connection takes one of the process's
 * file descriptors, which can be as few as 256. A browser opens six at most.
 */
const MAX_CONNECTIONS = 16;
/** By default, the milliseconds for a request, and for its response. */
const DEADLINE = 10_000;
/** Browsers send the cookies of every other server on this address too. */
const MAX_HEAD = 64 * 1024;
/** A form with six digits is far shorter. */
const MAX_BODY = 1024;
/** Bytes of a request that are discarded so that the client reads the response. */
const MAX_DISCARDED = 1024 * 1024;

/** The parts of a request that a page with one form needs. */
export interface PageRequest {
  readonly method: string;
  /** The request target as it was sent. */
  readonly target: string;
  /** The `Host` header. */
  readonly host: string;
  /** The `Origin` header, which browsers send with a form. */
  readonly origin: string | undefined;
  /** The `Sec-Fetch-Site` header: whether the user, this page or another site sent it. */
  readonly site: string | undefined;
  readonly body: string;
}

/** The response to a request. */
export interface PageResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A server until it is closed. */
export interface LoopbackServer {
  readonly port: number;
  /** Stops listening; resolves when the started responses are sent. */
  close(): Promise<void>;
}

/**
 * Serves one request for each connection, on a port that the system chooses.
 * `Deno.serve` limits neither the number of connections nor their time, and
 * ends the process where no descriptor is left.
 *
 * @param onFailure Called where no connection can be accepted any more.
 * @param deadline Milliseconds to receive a request, and to send its response.
 * @throws Where this run may not listen.
 */
export function serveLoopback(
  respond: (request: PageRequest) => PageResponse | Promise<PageResponse>,
  onFailure: () => void,
  deadline: number = DEADLINE,
): LoopbackServer {
  const listener = Deno.listen({ hostname: HOST, port: 0 });
  /** The connections that may be closed in favour of a newer one, oldest first. */
  const waiting = new Set<Deno.Conn>();
  const served = new Set<Promise<void>>();
  const responding = new Set<Promise<void>>();
  let isOpen = true;

  const close = async () => {
    if (isOpen) {
      isOpen = false;
      listener.close();
      for (const connection of waiting) closeQuietly(connection);
    }
    await Promise.all(responding);
  };

  const serve = async (connection: Deno.Conn) => {
    let timer = setTimeout(() => closeQuietly(connection), deadline);
    waiting.add(connection);
    const answer = async (request: PageRequest | undefined) => {
      clearTimeout(timer); // The response may have to wait for STS.
      waiting.delete(connection);
      const response = request ? await respond(request) : BAD_REQUEST;
      timer = setTimeout(() => closeQuietly(connection), deadline);
      await writeAll(connection, response);
      await connection.closeWrite();
    };
    try {
      const request = await readRequest(connection);
      if (!isOpen) return;
      const answered = answer(request);
      const settled = answered.catch(() => {}).finally(() =>
        responding.delete(settled)
      );
      responding.add(settled);
      await answered;
      if (!isOpen) return;
      waiting.add(connection);
      await discard(connection);
    } catch {
      // The client is gone, or was too slow.
    } finally {
      clearTimeout(timer);
      waiting.delete(connection);
      closeQuietly(connection);
    }
  };

  const accept = async () => {
    while (isOpen) {
      try {
        const connection = await listener.accept();
        const serving = serve(connection)
          .finally(() => served.delete(serving));
        served.add(serving);
        if (served.size < MAX_CONNECTIONS) continue;
        // A user's browser sends at once; a flood of connections is silent.
        for (const oldest of waiting.keys().take(1)) closeQuietly(oldest);
        await Promise.race(served);
      } catch (error) {
        if (!isOpen) return;
        if (error instanceof Deno.errors.ConnectionAborted) continue;
        void close();
        onFailure();
      }
    }
  };
  void accept();
  return { port: listener.addr.port, close };
}

const BAD_REQUEST: PageResponse = { status: 400, headers: {}, body: "" };

/** Nothing where no browser sends such a request for a page or form. */
async function readRequest(
  connection: Deno.Conn,
): Promise<PageRequest | undefined> {
  let text = "";
  let end = -1;
  while (end < 0) {
    if (text.length > MAX_HEAD) return undefined;
    text += await readSome(connection);
    end = text.indexOf("\r\n\r\n");
  }
  const [first = "", ...lines] = text.slice(0, end).split("\r\n");
  const [, method, target] = /^([A-Z]+) (\S+) HTTP\/1\.[01]$/.exec(first) ?? [];
  const read = (name: string) =>
    lines.map((line) => /^([\w-]+):[ \t]*(.*?)[ \t]*$/.exec(line))
      .filter((header) => header?.[1]?.toLowerCase() === name)
      .map((header) => header?.[2] ?? "");
  const [host, ...otherHosts] = read("host");
  const [length = "0", ...otherLengths] = read("content-length");
  const [origin, ...otherOrigins] = read("origin");
  const [site] = read("sec-fetch-site");
  const isInvalid = otherHosts.length > 0 || otherLengths.length > 0 ||
    otherOrigins.length > 0 || !/^\d{1,4}$/.test(length) ||
    Number(length) > MAX_BODY ||
    read("transfer-encoding").length > 0;
  if (!method || !target || host === undefined || isInvalid) {
    return undefined;
  }
  let body = text.slice(end + 4);
  while (body.length < Number(length)) body += await readSome(connection);
  return {
    method,
    target,
    host,
    origin,
    site,
    body: body.slice(0, Number(length)),
  };
}

/** One character for each byte: lengths count bytes. */
async function readSome(connection: Deno.Conn): Promise<string> {
  const bytes = new Uint8Array(4096);
  const count = await connection.read(bytes);
  if (count === null) throw new Deno.errors.UnexpectedEof();
  return String.fromCharCode(...bytes.subarray(0, count));
}

async function writeAll(
  connection: Deno.Conn,
  { status, headers, body }: PageResponse,
): Promise<void> {
  const encoder = new TextEncoder();
  const head = [
    `HTTP/1.1 ${status} ${REASONS[status] ?? ""}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${encoder.encode(body).length}`,
    "connection: close",
  ];
  let rest = encoder.encode(`${head.join("\r\n")}\r\n\r\n${body}`);
  while (rest.length > 0) {
    rest = rest.subarray(await connection.write(rest));
  }
}

const REASONS: Record<number, string> = {
  200: "OK",
  303: "See Other",
  400: "Bad Request",
  404: "Not Found",
  403: "Forbidden",
  405: "Method Not Allowed",
  410: "Gone",
};

/** To close with bytes unread would take the response from the client. */
async function discard(connection: Deno.Conn): Promise<void> {
  const bytes = new Uint8Array(64 * 1024);
  for (let total = 0; total < MAX_DISCARDED;) {
    const count = await connection.read(bytes);
    if (count === null) return;
    total += count;
  }
}

/** Closes a connection that may be closed already. */
function closeQuietly(connection: Deno.Conn): void {
  attempt(() => connection.close());
}
