/**
 * Where an error happened: its stack without its message, which may be other
 * people's words and hold what we must not show.
 */
export function stackFrames({ stack = "", message }: Error): string[] {
  return stack.replace(message, "").split("\n")
    .filter((line) => /^\s+at /.test(line));
}
