import assert from "node:assert/strict";
import { connectionFault } from "../../src/sts/connection_fault.ts";

Deno.test("a port with 407 in it does not make the proxy want credentials", () => {
  const error = new TypeError("error sending request", {
    cause: new Error("http://127.0.0.1:44079/: connection reset"),
  });
  assert.equal(connectionFault(error).why, "the connection broke");
  const refused = new TypeError("tunnel failed: 407 Proxy Auth Required");
  assert.match(connectionFault(refused).why, /proxy wants credentials/);
});
