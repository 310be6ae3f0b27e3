/** What can't be worked out or done gives nothing; whoever needs it is told. */
export function orNothing<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
