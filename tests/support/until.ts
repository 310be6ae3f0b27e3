import { setTimeout as sleep } from "node:timers/promises";

/** Waits until something is so, and fails where that does not come. */
export async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 30_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error(`not within 30 seconds: ${isSo}`);
    await sleep(5);
  }
}
