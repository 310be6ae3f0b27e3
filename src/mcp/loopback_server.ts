/** The loopback address: no other computer reaches it. */
const HOST = "127.0.0.1";

/**
 * Any local user may connect, and each connection takes one of the process's
 * file descriptors, which can be as few as 256. A browser opens six at most.
 */
const MAX_CONNECTIONS = 16;
/** Milliseconds for one connection, from accept to close. */
const DEADLINE = 10_000;
/** Browsers send the cookies of every other server on this address too. */
const MAX_HEAD = 64 * 1024;
/** A form with six digits is far shorter. */
const MAX_BODY = 1024;
/** What is read and discarded so that the client gets to read its answer. */
const MAX_DISCARDED = 1024 * 1024;

/** A request as far as a page with one form needs it. */
export interface PageRequest {
  readonly method: string;
  /** The request target as it was sent. */
  readonly target: string;
  /** The `Host` header. */
  readonly host: string;
  readonly body: string;
}

/** What is sent back. */
export interface PageResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A server until it is closed. */
export interface LoopbackServer {
  readonly port: number;
  /** Stops listening. A response under way is still sent. */
  close(): void;
}

/**
 * Serves one request for each connection, on a port that the system chooses.
 * `Deno.serve` limits neither the number of connections nor their time, and
 * ends the process where no descriptor is left.
 *
 * @param respond Answers a request.
 * @param onFailure Called where no connection can be accepted any more.
 * @throws Where this run may not listen.
 */
export function serveLoopback(
  respond: (request: PageRequest) => PageResponse,
  onFailure: () => void,
): LoopbackServer {
  const listener = Deno.listen({ hostname: HOST, port: 0 });
  /** The connections that may be closed in favour of a newer one, oldest first. */
  const waiting = new Set<Deno.Conn>();
  const served = new Set<Promise<void>>();
  let isOpen = true;

  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    listener.close();
    for (const connection of waiting) closeQuietly(connection);
  };

  const serve = async (connection: Deno.Conn) => {
    const timer = setTimeout(() => closeQuietly(connection), DEADLINE);
    waiting.add(connection);
    try {
      const request = await readRequest(connection);
      if (!isOpen) return;
      waiting.delete(connection);
      await writeAll(connection, request ? respond(request) : BAD_REQUEST);
      waiting.add(connection);
      await connection.closeWrite();
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
        close();
        onFailure();
      }
    }
  };
  void accept();
  return { port: listener.addr.port, close };
}

const BAD_REQUEST: PageResponse = { status: 400, headers: {}, body: "" };

/** Nothing where it is not a request that a browser sends for a page or form. */
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
  const isOdd = otherHosts.length > 0 || otherLengths.length > 0 ||
    !/^\d{1,4}$/.test(length) || Number(length) > MAX_BODY ||
    read("transfer-encoding").length > 0;
  if (!method || !target || host === undefined || isOdd) return undefined;
  let body = text.slice(end + 4);
  while (body.length < Number(length)) body += await readSome(connection);
  return { method, target, host, body: body.slice(0, Number(length)) };
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
  const content = encoder.encode(body);
  const head = [
    `HTTP/1.1 ${status} ${REASONS[status] ?? ""}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${content.length}`,
    "connection: close",
  ];
  const bytes = [encoder.encode(`${head.join("\r\n")}\r\n\r\n`), content];
  for (let rest of bytes) {
    while (rest.length > 0) {
      rest = rest.subarray(await connection.write(rest));
    }
  }
}

const REASONS: Record<number, string> = {
  200: "OK",
  400: "Bad Request",
  404: "Not Found",
  405: "Method Not Allowed",
  422: "Unprocessable Content",
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

function closeQuietly(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // It is closed already.
  }
}
