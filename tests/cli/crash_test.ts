import assert from "node:assert/strict";
import { makeServices } from "../../src/make_services.ts";
import { runIn } from "./fake_runtime.ts";

const services = makeServices({
  env: () => undefined,
  home: () => undefined,
  log: { warn() {}, info() {}, debug() {} },
});

/** A fault whose words, and those of its causes, may hold anything. */
function crash(): never {
  // The AWS SDK changes the name and the message to text of the response.
  const response = Object.assign(new Error(), {
    stack: "Error: a\n    at CANARY (x:1:1)",
    name: "CANARY",
    message: "b",
    $metadata: {},
  });
  const below = new TypeError("CANARY of below", { cause: response });
  throw new Error("CANARY\n    at CANARY", { cause: below });
}

for (const verbosity of ["0", "1", "2"]) {
  Deno.test(`an internal error shows its stack frames at -v 2 only, without texts: ${verbosity}`, async () => {
    const { status, stdout, stderr } = await runIn(
      { services: { ...services, openStore: crash } },
      ...["list", "-c", "x", "-v", verbosity],
    );
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^updsts: error: internal error in updsts\n/m);
    const says = verbosity === "2";
    assert.equal(/^updsts: caused by Error\n +at .*crash /m.test(stderr), says);
    assert.equal(/^updsts: caused by TypeError\n +at /m.test(stderr), says);
    assert.doesNotMatch(stderr, /CANARY/);
  });
}
