import type { JSONRPCMessage } from "@modelcontextprotocol/server";
import type { StdioServerTransport } from "@modelcontextprotocol/server/stdio";
import { within } from "../util/within.ts";

/** Requests of the client that have no response yet. */
export class UnansweredCalls {
  readonly #ids = new Set<unknown>();
  #onEmpty = () => {};

  /** Watches a transport, which already has its `onmessage`. */
  constructor(transport: StdioServerTransport) {
    const { onmessage } = transport;
    transport.onmessage = (message) => {
      this.#receive(message);
      onmessage?.(message);
    };
    const send = transport.send.bind(transport);
    transport.send = async (message) => {
      try {
        await send(message);
      } finally {
        if (!("method" in message)) this.#delete(message.id);
      }
    };
  }

  #receive(message: JSONRPCMessage): void {
    if (!("method" in message)) return;
    if ("id" in message) this.#ids.add(message.id);
    // A cancelled request gets no response.
    else if (message.method === "notifications/cancelled") {
      this.#delete(message.params?.requestId);
    }
  }

  #delete(id: unknown): void {
    this.#ids.delete(id);
    if (this.#ids.size === 0) this.#onEmpty();
  }

  /** Waits until every request has its response, but not for longer. */
  async answered(milliseconds: number): Promise<void> {
    if (this.#ids.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onEmpty = resolve;
    await within(milliseconds, promise);
  }
}
