import {
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type ClientCapabilities,
  type ElicitRequestFormParams,
  type ElicitRequestURLParams,
  type ElicitResult,
  type Implementation,
  type InputRequiredResult,
  type inputResponse,
  type McpServer,
  type ProtocolEra,
  type ServerContext,
} from "@modelcontextprotocol/server";

/** A call of a tool: the capabilities of its client, and the ways to ask its user. */
export interface ToolCall {
  /** The name and version of the client, as it declares them. */
  readonly client: string | undefined;
  /** Whether the client opens pages for its user. */
  readonly hasUrlMode: boolean;
  /** Whether the client can show a form. */
  readonly hasFormMode: boolean;
  /** The user's responses, in the 2026 protocol. */
  readonly responses: Parameters<typeof inputResponse>[0];
  /** The ID of the pending request, which the client sends back with them. */
  readonly state: string | undefined;
  readonly signal: AbortSignal;
  /** How to ask during the call, in the 2025 protocol. */
  readonly elicitation: Elicitation | undefined;
  /** Reports that the call still waits; only if the client requested progress. */
  readonly reportProgress: (() => Promise<void>) | undefined;
}

/** Requests to the client's user in the 2025 protocol. */
interface Elicitation {
  create(
    params: ElicitRequestURLParams | ElicitRequestFormParams,
    signal: AbortSignal,
  ): Promise<ElicitResult>;
  /** Notifies the client that the user has finished with the page. */
  complete(elicitationId: string): Promise<void>;
}

/** Thrown to end a call with this result: the user has to act first. */
export class ToolReply {
  readonly result: CallToolResult | InputRequiredResult;

  constructor(result: CallToolResult | InputRequiredResult) {
    this.result = result;
  }
}

/**
 * Reads a call. In the 2025 protocol, a client declares its capabilities at the
 * start; in that of 2026, with every call.
 */
export function toolCall(
  { server }: McpServer,
  era: ProtocolEra,
  { mcpReq }: ServerContext,
  inputEnd: AbortSignal,
): ToolCall {
  const envelope: Envelope | undefined = mcpReq.envelope;
  const isModern = era === "modern";
  const { elicitation } =
    (isModern
      ? envelope?.[CLIENT_CAPABILITIES_META_KEY]
      : server.getClientCapabilities()) ?? {};
  const client = isModern
    ? envelope?.[CLIENT_INFO_META_KEY]
    : server.getClientVersion();
  const progressToken = mcpReq._meta?.progressToken;
  let progress = 0;
  return {
    client: client && `${client.name} ${client.version}`.slice(0, 80),
    hasUrlMode: elicitation?.url !== undefined,
    // `{}` is from the time when form mode was the only one.
    hasFormMode: elicitation !== undefined &&
      (elicitation.form !== undefined || elicitation.url === undefined),
    responses: mcpReq.inputResponses,
    state: mcpReq.requestState(),
    signal: AbortSignal.any([mcpReq.signal, inputEnd]),
    elicitation: isModern ? undefined : {
      create: (params, signal) =>
        mcpReq.send({ method: "elicitation/create", params }, {
          signal,
          timeout: ELICITATION_TIMEOUT,
        }),
      complete: (elicitationId) =>
        server.notification({
          method: "notifications/elicitation/complete",
          params: { elicitationId },
        }),
    },
    reportProgress: progressToken === undefined
      ? undefined
      : () =>
        mcpReq.notify({
          method: "notifications/progress",
          params: {
            progressToken,
            progress: ++progress,
            message: "waiting for the user to allow the request",
          },
        }),
  };
}

/** Milliseconds; the tool itself waits for less. */
const ELICITATION_TIMEOUT = 900_000;

/** The SDK validates it, but its type is unknown. */
interface Envelope {
  [CLIENT_CAPABILITIES_META_KEY]?: ClientCapabilities;
  [CLIENT_INFO_META_KEY]?: Implementation;
}
