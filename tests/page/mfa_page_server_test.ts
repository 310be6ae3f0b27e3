import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { serveLoopback } from "../../src/page/mfa_page_server.ts";

Deno.test("a request that has come when the server is closed is not answered", async () => {
  const request = new TextEncoder().encode(
    "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
  );
  const { listen } = Deno;
  const ended = Promise.withResolvers<void>();
  const accepted: Deno.TcpConn[] = [];
  Deno.listen = ((options: Deno.TcpListenOptions) => {
    const listener = listen(options);
    const accept = listener.accept.bind(listener);
    listener.accept = async () => {
      const connection = await accept();
      const close = connection.close.bind(connection);
      connection.read = (buffer) => {
        server.close();
        buffer.set(request);
        return Promise.resolve(request.length);
      };
      connection.close = () => {
        close();
        ended.resolve();
      };
      accepted.push(connection);
      return connection;
    };
    return listener;
  }) as typeof listen;
  let answered = 0;
  const server = serveLoopback(() => {
    answered++;
    return { status: 200, headers: {}, body: "" };
  }, () => {});
  Deno.listen = listen;
  using _client = await Deno.connect({
    hostname: "127.0.0.1",
    port: server.port,
  });
  await ended.promise;
  await new Promise((resolve) => setTimeout(resolve, 0));
  assert.equal(accepted.length, 1);
  assert.equal(answered, 0);
});

Deno.test("a response may take longer than a request", async () => {
  const response = { status: 200, headers: {}, body: "late" };
  const server = serveLoopback(
    () => sleep(300).then(() => response),
    () => {},
    100,
  );
  const late = await fetch(`http://127.0.0.1:${server.port}/`);
  assert.equal(await late.text(), "late");
  await server.close();
});

Deno.test("a connection that sends no request is closed", async () => {
  const response = { status: 200, headers: {}, body: "" };
  const server = serveLoopback(() => response, () => {}, 50);
  using connection = await Deno.connect({
    hostname: "127.0.0.1",
    port: server.port,
  });
  assert.equal(
    await connection.read(new Uint8Array(1)).catch(() => null),
    null,
  );
  await server.close();
});
