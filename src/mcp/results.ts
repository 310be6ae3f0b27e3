import type { CallToolResult } from "@modelcontextprotocol/server";
import { UpdstsError } from "../errors.ts";
import { hintText } from "./hints.ts";
import { sanitize, sanitizeJson } from "../util/sanitize.ts";

/** A tool's answer: the same result as text and as data, for either reader. */
export function success(result: unknown): CallToolResult {
  return {
    content: [{ type: "text", text: sanitizeJson(result) }],
    structuredContent: { result },
  };
}

/**
 * Every failure that a model reads passes here. What this program did not
 * word itself may hold what nobody may see, so it is not passed on; and
 * should the code have got into a message, it comes out again.
 *
 * @param error What was thrown.
 * @param code The code that the model gave, if any.
 */
export function failure(
  error: unknown,
  code: string | undefined,
): CallToolResult {
  const { message, hint } = error instanceof UpdstsError ? error : UNFORESEEN;
  const lines = [message, ...hint === undefined ? [] : [hintText(hint)]];
  const text = lines.map((line) => sanitize(shortened(line))).join("\n");
  return {
    content: [{ type: "text", text: withoutCode(text, code) }],
    isError: true,
  };
}

/** Names out of the call are repeated in messages, however long they are. */
function shortened(line: string): string {
  return line.length > 1000
    ? `${line.slice(0, 500)} … ${line.slice(-490)}`
    : line;
}

const UNFORESEEN = {
  message: "a fault of updsts itself",
  hint: "the server's standard error says more when it is started with -v 2",
};

function withoutCode(text: string, code: string | undefined): string {
  return code !== undefined && code.length >= 6
    ? text.replaceAll(code, "******")
    : text;
}
