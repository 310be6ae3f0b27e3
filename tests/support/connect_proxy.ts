import http from "node:http";
import net from "node:net";

/** The address of a requested host. */
export interface ProxyTarget {
  hostname: string;
  port: number;
}

/** The options of `startConnectProxy`. */
export interface ConnectProxyOptions {
  /** The address of a requested host; undefined refuses it. */
  route: (host: string, port: number) => ProxyTarget | undefined;
  /** With credentials, requests without them are answered with 407. */
  credentials?: { username: string; password: string };
}

/** A request to the proxy. */
export interface ProxyRequest {
  host: string;
  port: number;
  /** Whether the credentials were right, or none are needed. */
  authorized: boolean;
}

/** A running proxy. */
export interface ConnectProxy extends AsyncDisposable {
  /** The proxy's address, without credentials. */
  readonly url: string;
  readonly port: number;
  /** Every tunnel that was asked for with CONNECT, opened or not. */
  readonly tunnels: readonly ProxyRequest[];
  /** Every plain request in absolute form, forwarded or not. */
  readonly plainRequests: readonly (ProxyRequest & {
    method: string;
    url: string;
  })[];
  /** Stops, and drops the connections still open. */
  close(): Promise<void>;
}

/** Starts an HTTP proxy on a free port of 127.0.0.1. */
export async function startConnectProxy(
  { route, credentials }: ConnectProxyOptions,
): Promise<ConnectProxy> {
  const tunnels: ProxyRequest[] = [];
  const plainRequests: (ProxyRequest & { method: string; url: string })[] = [];
  const sockets = new Set<net.Socket>();

  function isAuthorized(request: http.IncomingMessage): boolean {
    if (!credentials) return true;
    const { username, password } = credentials;
    return request.headers["proxy-authorization"] ===
      `Basic ${btoa(`${username}:${password}`)}`;
  }

  const server = http.createServer((request, response) => {
    const url = URL.parse(request.url ?? "");
    if (url?.protocol !== "http:") {
      response.writeHead(400).end();
      return;
    }
    const asked = {
      host: url.hostname,
      port: Number(url.port || 80),
      authorized: isAuthorized(request),
    };
    plainRequests.push({
      ...asked,
      method: request.method ?? "",
      url: url.href,
    });
    if (!asked.authorized) {
      response.writeHead(407, { "Proxy-Authenticate": 'Basic realm="test"' })
        .end();
      return;
    }
    const target = route(asked.host, asked.port);
    if (!target) {
      response.writeHead(403).end();
      return;
    }

    const headers = { ...request.headers };
    delete headers["proxy-authorization"];
    delete headers["proxy-connection"];
    const forwarded = http.request({
      ...target,
      method: request.method ?? "GET",
      path: url.pathname + url.search,
      headers,
      agent: false,
    });
    forwarded.on("socket", keepTrackOf);
    forwarded.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    forwarded.on("error", () => response.destroy());
    request.pipe(forwarded);
  });

  server.on("connect", (request, socket: net.Socket, head) => {
    const asked = URL.parse(`http://${request.url}`);
    if (!asked) {
      socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
      return;
    }
    const tunnel = {
      host: asked.hostname,
      // URL leaves out the port where it is the scheme's own.
      port: Number(asked.port || 80),
      authorized: isAuthorized(request),
    };
    tunnels.push(tunnel);
    if (!tunnel.authorized) {
      socket.end(
        "HTTP/1.1 407 Proxy Authentication Required\r\n" +
          'Proxy-Authenticate: Basic realm="test"\r\nContent-Length: 0\r\n\r\n',
      );
      return;
    }
    const target = route(tunnel.host, tunnel.port);
    if (!target) {
      socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
      return;
    }

    const onward = net.connect(target.port, target.hostname);
    keepTrackOf(onward);
    onward.on("connect", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    // When one side has closed or failed, the other is closed too.
    onward.on("close", () => socket.destroy());
    socket.on("close", () => onward.destroy());
  });

  function keepTrackOf(socket: net.Socket): void {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  }
  server.on("connection", keepTrackOf);

  await new Promise<void>((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve())
  );
  const { port } = server.address() as net.AddressInfo;

  async function close(): Promise<void> {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    tunnels,
    plainRequests,
    close,
    [Symbol.asyncDispose]: close,
  };
}
