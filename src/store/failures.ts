import { type ErrorCode, UpdstsError } from "../errors.ts";
import { permissionHint } from "../permissions.ts";

const ELSEWHERE = "keep the file on a local disk, and name it with -c";

/** What the system says, in words; and what to do about it, where that is plain. */
const REASONS: Record<string, string | [why: string, wayOut: string]> = {
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
  EISDIR: ["a folder is in its place", "move the folder away"],
  ENOTEMPTY: [
    "a folder is in the place of its temporary file",
    "move the folder beside it away whose name ends in .updsts-new",
  ],
  ENOLCK: ["the file system has no locks", ELSEWHERE],
  ENOTSUP: ["the file system can't do it", ELSEWHERE],
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
 * @param hint The way out, where the caller knows one.
 */
export function fileFailure(
  code: ErrorCode,
  what: string,
  error: unknown,
  hint?: string,
): UpdstsError {
  if (error instanceof UpdstsError) return error;
  if (error instanceof Deno.errors.NotCapable) {
    return new UpdstsError(
      code,
      `${what}: this run of updsts has no permission for it`,
      permissionHint(
        "--allow-read and --allow-write for the file's folder, and for the folder that it links to",
      ),
      { cause: error },
    );
  }
  const system = systemCode(error);
  const [why, wayOut] = [REASONS[system ?? ""] ?? system].flat();
  return new UpdstsError(
    code,
    `${what}: ${why ?? "an unforeseen fault"}`,
    hint ?? wayOut,
    { cause: error },
  );
}
