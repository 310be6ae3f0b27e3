import net from "node:net";

/** A running SOCKS5 proxy. */
export interface SocksProxy extends AsyncDisposable {
  /** Its host and port. */
  readonly host: string;
  /** Every host that it was asked to connect to. */
  readonly asked: readonly string[];
}

/** Starts a SOCKS5 proxy that connects to a port of this computer, whatever it is asked for. */
export async function startSocksProxy(target: number): Promise<SocksProxy> {
  const asked: string[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    keepTrackOf(socket);
    socket.once("data", () => {
      socket.write(new Uint8Array([5, 0]));
      socket.once("data", (request: Uint8Array) => {
        // 5, CONNECT, 0, "a name", its length, the name and the port.
        const length = request[4]!;
        asked.push(new TextDecoder().decode(request.subarray(5, 5 + length)));
        const onward = net.connect(target, "127.0.0.1");
        keepTrackOf(onward);
        onward.on("connect", () => {
          socket.write(new Uint8Array([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
          socket.pipe(onward).pipe(socket);
        });
        onward.on("close", () => socket.destroy());
        socket.on("close", () => onward.destroy());
      });
    });
  });

  function keepTrackOf(socket: net.Socket): void {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  }

  await new Promise<void>((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve())
  );
  const { port } = server.address() as net.AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    asked,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
