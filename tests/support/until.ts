import { setTimeout as sleep } from "node:timers/promises";

/** Waits until a condition is true, and fails after a timeout. */
export async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 30_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error(`not within 30 seconds: ${isSo}`);
    await sleep(5);
  }
}
