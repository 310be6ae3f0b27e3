import * as z from "zod";
import { SCHEMAS } from "../src/mcp/tool_schemas.ts";

/** The JSON schemas of the tools, made from what checks their arguments. */
export function jsonSchemas(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, { input, output }]) => [name, {
      input: z.toJSONSchema(input, { io: "input" }),
      output: z.toJSONSchema(output, { io: "output" }),
    }]),
  );
}

if (import.meta.main) {
  const path = new URL("../src/mcp/json_schemas.ts", import.meta.url);
  await Deno.writeTextFile(
    path,
    `// Made by "deno task schemas" from tool_schemas.ts.

/** The JSON schemas of the tools, as clients are shown them. */
export const JSON_SCHEMAS: Readonly<
  Record<
    keyof typeof import("./tool_schemas.ts").SCHEMAS,
    Readonly<Record<"input" | "output", Record<string, unknown>>>
  >
> = ${JSON.stringify(jsonSchemas(), null, 2)};\n`,
  );
}
