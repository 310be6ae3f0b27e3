import assert from "node:assert/strict";
import { jsonSchemas } from "../../scripts/json_schemas.ts";
import { JSON_SCHEMAS } from "../../src/mcp/json_schemas.ts";

Deno.test('the JSON schemas are those that "deno task schemas" makes', () => {
  assert.deepEqual(JSON_SCHEMAS, jsonSchemas());
});
