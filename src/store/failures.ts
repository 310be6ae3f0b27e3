import { type ErrorCode, UpdstsError } from "../errors.ts";

const REASONS: Record<string, string> = {
  EACCES: "permission denied",
  EPERM: "the system does not permit it",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left on the device",
  EDQUOT: "the disk quota is used up",
  EBUSY: "it is in use",
  ELOOP: "its links go in a circle",
  ENOTDIR: "a part of its path is not a folder",
  ENAMETOOLONG: "its name is too long",
  ENOENT: "there is no such file or folder",
  EIO: "the device has an error",
};

/** The system's error code, where the failure is the system's. */
export function systemCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : undefined;
}

/**
 * A failure of the file system, in words.
 *
 * @param code The kind of failure.
 * @param what What could not be done, with the path.
 * @param error What the system said.
 */
export function fileFailure(
  code: ErrorCode,
  what: string,
  error: unknown,
): UpdstsError {
  if (error instanceof UpdstsError) return error;
  if (error instanceof Deno.errors.NotCapable) {
    return new UpdstsError(
      code,
      `${what}: this run of updsts has no permission for it`,
      "give --allow-read and --allow-write for the file's folder, and for the folder that it links to",
      { cause: error },
    );
  }
  const system = systemCode(error);
  const reason = system === undefined ? undefined : REASONS[system];
  return new UpdstsError(
    code,
    `${what}: ${reason ?? system ?? "an unforeseen fault"}`,
    undefined,
    { cause: error },
  );
}
