/**
 * The stack frames of an error, without its message: the message may come from
 * elsewhere and contain a secret. Those of an AWS SDK error for a response are left
 * out: its stack may still begin with a message that the SDK replaced later.
 */
export function stackFrames(error: Error): string[] {
  if ("$metadata" in error) return [];
  const { stack = "", message } = error;
  return stack.replace(message, "").split("\n")
    .filter((line) => /^\s+at /.test(line));
}
