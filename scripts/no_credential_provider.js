/**
 * Replaces the AWS SDK's own search for keys, which reads files, asks
 * servers and starts processes. The program always gives the SDK its keys.
 */
export function defaultProvider() {
  throw new Error("keys are given, never searched for");
}
