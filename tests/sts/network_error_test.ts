import assert from "node:assert/strict";
import { connectionFault } from "../../src/sts/network_error.ts";

const route = { host: "sts.amazonaws.com", proxy: "proxy.example:3128" };

Deno.test("a port with 407 in it does not make the proxy require credentials", () => {
  const error = new TypeError("error sending request", {
    cause: new Error("http://127.0.0.1:44079/: connection reset"),
  });
  assert.equal(
    connectionFault(error).message(route),
    "the connection to sts.amazonaws.com broke, through the proxy proxy.example:3128",
  );
  const refused = new TypeError("tunnel failed: 407 Proxy Auth Required");
  assert.match(
    connectionFault(refused).message(route),
    /^the proxy proxy\.example:3128 requires credentials/,
  );
  // A response of a proxy that the settings do not name.
  assert.match(
    connectionFault(refused).message({ host: "h", proxy: undefined }),
    /^a proxy before h requires credentials/,
  );
});

Deno.test("the name of a host does not affect the error", () => {
  for (const word of ["dns-error", "tunnel", "UnknownIssuer", "Expired"]) {
    const error = new TypeError("fetch failed", {
      cause: new Error(
        `error sending request for url (https://${word}.example/): connection closed`,
      ),
    });
    assert.equal(connectionFault(error).mayHaveArrived, true, word);
  }
});

function faultOf(text: string): string {
  const cause = new Error(`error sending request: client error ${text}`);
  const error = new TypeError("fetch failed", { cause });
  return connectionFault(error).message(route);
}

Deno.test("the proxy of a request is named in each error", () => {
  assert.equal(
    faultOf("(Connect): Proxy server unreachable"),
    "cannot connect to the proxy proxy.example:3128",
  );
  for (
    const text of [
      ...["Invalid response version", "No acceptable auth methods"],
      ...["Connection refused", "tls handshake eof"],
    ]
  ) {
    assert.equal(
      faultOf(`(Connect): ${text}`),
      "the connection to sts.amazonaws.com broke, through the proxy proxy.example:3128",
    );
  }
  assert.equal(
    faultOf("(Connect): received corrupt message of type InvalidContentType"),
    "the proxy proxy.example:3128 or sts.amazonaws.com does not speak TLS",
  );
});
