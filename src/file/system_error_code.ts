/**
 * The error codes that Deno's errors lack: for these, the number is only in
 * the text, as in `No locks available (os error 37)`.
 */
const NUMBERS: Partial<Record<typeof Deno.build.os, Record<number, string>>> = {
  linux: {
    4: "EINTR",
    23: "ENFILE",
    26: "ETXTBSY",
    37: "ENOLCK",
    38: "ENOSYS",
    95: "ENOTSUP",
    116: "ESTALE",
    122: "EDQUOT",
  },
  darwin: {
    4: "EINTR",
    23: "ENFILE",
    26: "ETXTBSY",
    45: "ENOTSUP",
    69: "EDQUOT",
    70: "ESTALE",
    77: "ENOLCK",
    78: "ENOSYS",
    102: "ENOTSUP",
  },
  windows: {
    32: "EBUSY", // ERROR_SHARING_VIOLATION
    33: "EBUSY", // ERROR_LOCK_VIOLATION
    1224: "EBUSY", // ERROR_USER_MAPPED_FILE
  },
};

/** The system's error code, such as `"ENOSPC"`, where the system failed. */
export function systemCode(error: unknown): string | undefined {
  const { code, errno, message } = Object(error) as Record<string, unknown>;
  if (typeof code === "string" && code !== "UNKNOWN") return code;
  const number = typeof errno === "number"
    ? Math.abs(errno)
    : Number(systemText(message)?.number);
  return NUMBERS[Deno.build.os]?.[number];
}

/** The system's own message: `Text file busy (os error 26)`. */
export function systemText(
  message: unknown,
): { text: string; number: string } | undefined {
  const [text, number] = /^[^:'"]{1,80} \(os error (\d+)\)/
    .exec(String(message)) ?? [];
  return text && number ? { text, number } : undefined;
}
