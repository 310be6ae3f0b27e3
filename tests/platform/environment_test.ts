import assert from "node:assert/strict";
import { env } from "../../src/platform/environment.ts";

Deno.test("a variable that is not UTF-8 is set, to what no setting accepts", () => {
  const { get } = Deno.env;
  Deno.env.get = () => {
    throw new Deno.errors.InvalidData();
  };
  try {
    assert.equal(env("HTTPS_PROXY"), "\ufffd");
  } finally {
    Deno.env.get = get;
  }
});
