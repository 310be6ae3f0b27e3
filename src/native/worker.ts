/** The program in a worker, which has the grants of this run and no more. */
import { takeAwayLoaders } from "./take_away.ts";

takeAwayLoaders();
const { postMessage } = globalThis as unknown as {
  postMessage(status: number): void;
};
const { main } = await import("../main.ts");
await main((status) => postMessage(status));
