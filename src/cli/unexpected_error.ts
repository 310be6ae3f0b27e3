import { UpdstsError } from "../errors.ts";

/** A failure that no command foresaw. */
export function unexpectedError(error: unknown): UpdstsError {
  if (error instanceof UpdstsError) return error;
  const message = error instanceof Deno.errors.NotCapable
    ? "this run of updsts lacks a permission that it needs"
    : "a fault of updsts itself";
  return new UpdstsError("internal", message, "-v 2 shows where it happened", {
    cause: error,
  });
}
