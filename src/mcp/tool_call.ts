import type {
  CallToolResult,
  ElicitRequestFormParams,
  ElicitRequestURLParams,
  ElicitResult,
  InputRequiredResult,
  inputResponse,
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
