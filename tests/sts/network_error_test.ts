import assert from "node:assert/strict";
import { connectionFault } from "../../src/sts/network_error.ts";

const route = { host: "sts.amazonaws.com", proxy: "proxy.example:3128" };

Deno.test("a port with 407 in it does not make the proxy require credentials", () => {
  const error = new TypeError("error sending request", {
    cause: new Error("http://127.0.0.1:44079/: connection reset"),
  });
  assert.equal(
    connectionFault(error).message(route),
    "the connection to sts.amazonaws.com broke",
  );
  const refused = new TypeError("tunnel failed: 407 Proxy Auth Required");
  assert.match(
    connectionFault(refused).message(route),
    /^the proxy proxy\.example:3128 requires credentials/,
  );
});

Deno.test("what a host is called says nothing about the fault", () => {
  for (const word of ["dns-error", "tunnel", "UnknownIssuer", "Expired"]) {
    const error = new TypeError("fetch failed", {
      cause: new Error(
        `error sending request for url (https://${word}.example/): connection closed`,
      ),
    });
    assert.equal(connectionFault(error).mayHaveArrived, true, word);
  }
});
