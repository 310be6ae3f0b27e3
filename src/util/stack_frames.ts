/**
 * The stack frames of an error, without its message: the message may come from
 * elsewhere and contain a secret.
 */
export function stackFrames({ stack = "", message }: Error): string[] {
  return stack.replace(message, "").split("\n")
    .filter((line) => /^\s+at /.test(line));
}
