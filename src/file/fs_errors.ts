import {
  type ErrorCode,
  type Hint,
  hint,
  permission,
  UpdstsError,
  withParameter,
} from "../errors.ts";
import { permissionHint } from "../platform/missing_permission.ts";
import { isExecutable } from "../platform/executable.ts";
import { systemCode, systemText } from "./system_error_code.ts";

const LOCAL_DISK = hint`keep the file on a local disk, and name it ${
  withParameter("defaultCredentialsFile")
}`;

/** What to do where the path is that of a device, a pipe or a directory. */
export const REGULAR_FILE =
  hint`save the credentials to a regular file, and name it ${
    withParameter("credentialsFile")
  }`;

const networkDrive = (): Hint =>
  isExecutable()
    ? "copy the file to a local drive"
    : hint`copy the file to a local drive, or ${permission("--allow-all")}`;

type Reason = readonly [why: string, hint?: Hint];

/** The system's error codes: the reason, and a hint where there is one. */
const REASONS: Record<string, string | Reason> = {
  EACCES: "permission denied",
  EPERM: "the system does not permit it",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left on the device",
  EDQUOT: ["the disk quota is used up", "delete files that you do not need"],
  EBUSY: [
    "another program has it open",
    "end the program that has it open, and try again",
  ],
  ETXTBSY: "it is in use as a running program",
  ELOOP: "its symlinks form a cycle",
  ENOTDIR: "a part of its path is not a directory",
  ENAMETOOLONG: "its name is too long",
  ENOENT: "there is no such file or directory",
  EIO: "the device has an error",
  ETIMEDOUT: [
    "the disk does not answer",
    "check the disk or the network file system, and try again",
  ],
  EISDIR: ["a directory is in its place", "move the directory away"],
  ENOTEMPTY: [
    "a directory has the name of a temporary file",
    "move away the directories beside it whose names end in .updsts-new and .updsts-trial",
  ],
  EXDEV: ["it is on another file system", LOCAL_DISK],
  ENOLCK: ["the file system has no locks", LOCAL_DISK],
  ENOTSUP: ["the file system does not support it", LOCAL_DISK],
  EOPNOTSUPP: ["the file system does not support it", LOCAL_DISK],
  ENOSYS: ["the file system does not support it", LOCAL_DISK],
  EEXIST: ["another program created a file in its place", "try again"],
  EINVAL: ["the file system does not accept it", LOCAL_DISK],
  ESTALE: [
    "the network file system has lost it (stale file handle)",
    "mount the file system again",
  ],
  ENOTCONN: [
    "the file system is not connected",
    "mount the file system again",
  ],
  EBADF: ["the file is no longer open", "try again"],
  EINTR: ["the system interrupted it", "try again"],
  EAGAIN: ["the system is out of resources for now", "try again"],
  ENOMEM: ["the system is out of memory", "end some programs and try again"],
  EMFILE: [
    "too many files are open in this process",
    'raise the limit with "ulimit -n 1024" and try again',
  ],
  ENFILE: [
    "too many files are open on this system",
    "end some programs and try again",
  ],
};

/** The reason of a failure of the system, and a hint where there is one. */
export function systemReason(
  error: unknown,
): { why: string; hint: Hint | undefined } {
  const code = systemCode(error);
  const reason = REASONS[code ?? ""] ?? code;
  const [why, hint]: Partial<Reason> = typeof reason === "string"
    ? [reason]
    : reason ?? [];
  const text = systemText((error as Error | null)?.message)?.text;
  return { why: why ?? text ?? "an unknown error", hint };
}

function isNotCapable(error: unknown): error is Error {
  return error instanceof Deno.errors.NotCapable;
}

/**
 * Makes an error of a failure of the file system.
 *
 * @param code The kind of failure.
 * @param what The failed action with its path, as `cannot write PATH`.
 * @param error The system's error.
 * @param hint The caller's hint, in place of the usual one.
 */
export function fileFailure(
  code: ErrorCode,
  what: string,
  error: unknown,
  hint?: Hint,
): UpdstsError {
  if (error instanceof UpdstsError) return error;
  // Deno's lists of permissions cover neither /proc, /dev and /sys nor the network
  // drives of Windows.
  if (isNotCapable(error) && /Requires all access to "\//.test(error.message)) {
    return new UpdstsError(
      code,
      `${what}: updsts opens no files in /dev, /proc and /sys`,
      REGULAR_FILE,
      { cause: error },
    );
  }
  if (isNotCapable(error) && /Requires all access/.test(error.message)) {
    return new UpdstsError(
      code,
      `${what}: it is on a network drive`,
      networkDrive(),
      { cause: error },
    );
  }
  if (isNotCapable(error)) {
    return new UpdstsError(
      code,
      `${what}: this run of updsts has no permission for it`,
      permissionHint(
        "--allow-read and --allow-write for the file's directory, and for the directory that a symlink leads to",
      ),
      { cause: error },
    );
  }
  const { why, hint: usualHint } = systemReason(error);
  return new UpdstsError(code, `${what}: ${why}`, hint ?? usualHint, {
    cause: error,
  });
}
