/** A client that opens pages, and its user. */
import assert from "node:assert/strict";
import { type Message, type RawServer, refusalOf } from "./raw_server.ts";

/** The tool that asks for an MFA code. */
export const UPDATE = "updsts_update_sts_credential";

/** A call in the 2026 protocol, by a client that can open pages. */
export function modernCall(args: Message, more: Message = {}): Message {
  return {
    _meta: {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
      "io.modelcontextprotocol/clientCapabilities": {
        elicitation: { url: {} },
      },
    },
    name: UPDATE,
    arguments: args,
    ...more,
  };
}

/** Sends the form of a page; gives the page that a browser shows next. */
export async function type(url: string, code: string, action = "allow") {
  const body = new URLSearchParams({ code, action });
  return await (await fetch(url, { method: "POST", body })).text();
}

/** The URL in the result of a call whose client cannot open it. */
export function urlOf(result: Message): string {
  const [url] =
    /http:\/\/127\S+(?= on this computer)/.exec(refusalOf(result)) ??
      [];
  assert.ok(url);
  return url;
}

/** Calls the tool, which asks the client to open a page. */
export async function ask(
  server: RawServer,
  args: Message,
): Promise<{ url: string; requestState: string }> {
  const { result } = await server.request("tools/call", modernCall(args));
  assert.equal(result.resultType, "input_required");
  const { params } = result.inputRequests.page;
  assert.equal(params.mode, "url");
  return { url: params.url, requestState: result.requestState };
}

/** The further parameters of the call after the user has opened the page. */
export const accept = (requestState: string) => ({
  requestState,
  inputResponses: { page: { action: "accept" } },
});
