/**
 * Replaces a part of the MCP SDK that makes code of JSON schemas, which
 * the executable does not allow: another validator of the SDK's own, which
 * interprets them.
 */
import process from "node:process";
import { CfWorkerJsonSchemaValidator } from "@modelcontextprotocol/server/validators/cf-worker";

export { CfWorkerJsonSchemaValidator as DefaultJsonSchemaValidator, process };
