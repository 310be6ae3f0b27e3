/**
 * In the place of the MCP SDK's `_shims`, which bring Ajv: 150 KB to load that
 * make code of strings. The server's own checks are made by zod.
 */
export { default as process } from "node:process";

export class DefaultJsonSchemaValidator {
  getValidator() {
    throw new Error("no JSON Schema validator is built in");
  }
}
