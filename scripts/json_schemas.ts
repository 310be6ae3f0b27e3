import * as z from "zod";
import { PROFILE, SCHEMAS } from "../src/mcp/tool_schemas.ts";

/** The JSON schemas of the tools, generated from tool_schemas.ts. */
export function jsonSchemas(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, { input, output }]) => [name, {
      input: plain(z.toJSONSchema(input, { io: "input" })),
      output: plain(z.toJSONSchema(output, { io: "output" })),
    }]),
  );
}

/**
 * Replaces a list of types, which some clients cannot read, and leaves out the
 * default of `additionalProperties`.
 */
function plain(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(plain);
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]) => {
      if (key === "additionalProperties" && value !== false) return [];
      return key === "type" && Array.isArray(value)
        ? [["anyOf", value.map((type) => ({ type }))]]
        : [[key, plain(value)]];
    }),
  );
}

if (import.meta.main) {
  const { $schema: _, ...profile } = z.toJSONSchema(PROFILE, { io: "output" });
  const parts = JSON.stringify(plain(profile)).slice(1, -1);
  const schemas = JSON.stringify(jsonSchemas()).replaceAll(parts, "...PROFILE");
  await Deno.writeTextFile(
    new URL("../src/mcp/json_schemas.ts", import.meta.url),
    `// Made by "deno task schemas" from tool_schemas.ts.

const PROFILE = {${parts}};

/** The JSON schemas of the tools, as clients are shown them. */
export const JSON_SCHEMAS: Readonly<
  Record<
    keyof typeof import("./tool_schemas.ts").SCHEMAS,
    Readonly<Record<"input" | "output", Record<string, unknown>>>
  >
> = ${schemas};
`,
  );
}
