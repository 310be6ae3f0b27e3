import type { CallToolResult } from "@modelcontextprotocol/server";
import { UpdstsError } from "../errors.ts";
import { hintText } from "./hints.ts";
import { INTERNAL_ERROR } from "../util/internal_error.ts";
import { sanitize, sanitizeJson } from "../util/sanitize.ts";

/** A tool's answer: the same result as text and as data, for either reader. */
export function success(result: unknown): CallToolResult {
  return {
    content: [{ type: "text", text: sanitizeJson(result) }],
    structuredContent: { result },
  };
}

/**
 * The answer of a call that failed. Another error than an `UpdstsError` may
 * contain a secret: its text is not shown. The MFA code is removed.
 *
 * @param code The MFA code that the model gave, if any.
 */
export function failure(
  error: unknown,
  code: string | undefined,
): CallToolResult {
  const text = failureLines(error).join("\n");
  return {
    content: [{ type: "text", text: withoutCode(text, code) }],
    isError: true,
  };
}

/** The message and the hint of an error; see {@linkcode failure}. */
export function failureLines(error: unknown): string[] {
  const { message, hint } = error instanceof UpdstsError
    ? error
    : UNEXPECTED_FAILURE;
  const lines = [message, ...hint === undefined ? [] : [hintText(hint)]];
  return lines.map((line) => sanitize(shortened(line)));
}

/** Messages contain names from the call, which may be of any length. */
function shortened(line: string): string {
  return line.length > 1000
    ? `${line.slice(0, 500)} … ${line.slice(-490)}`
    : line;
}

const UNEXPECTED_FAILURE = {
  message: INTERNAL_ERROR,
  hint:
    "ask the user to add -v 2 to the server's configuration: the server then logs the stack trace to standard error",
};

function withoutCode(text: string, code: string | undefined): string {
  return code !== undefined && code.length >= 6
    ? text.replaceAll(code, "******")
    : text;
}
