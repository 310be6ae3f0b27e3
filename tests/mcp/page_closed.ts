import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits until a page is no longer served. Its port may belong to another
 * server by then, which does not know the page's path.
 */
export async function pageClosed(url: string): Promise<void> {
  const end = Date.now() + 30_000;
  while (await isServed(url)) {
    if (Date.now() > end) throw new Error("the page is still served");
    await sleep(5);
  }
}

async function isServed(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}
