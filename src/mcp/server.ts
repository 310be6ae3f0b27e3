import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type ClientCapabilities,
  type Implementation,
  McpServer,
  type ServerContext,
} from "@modelcontextprotocol/server";
import {
  serveStdio,
  StdioServerTransport,
} from "@modelcontextprotocol/server/stdio";
import { pipeline } from "node:stream";
import { UpdstsError } from "../errors.ts";
import type { McpServerOptions } from "../operations/mcp_server.ts";
import type { StandardStreams } from "../platform/standard_streams.ts";
import type { Log } from "../util/log.ts";
import { stackFrames } from "../util/stack_frames.ts";
import { VERSION } from "../version.ts";
import { PATIENCE } from "./ask_user.ts";
import { PendingRequests } from "./pending_requests.ts";
import { type ToolCall, ToolReply } from "./tool_call.ts";
import { info, list, type ToolContext } from "./tool_handlers.ts";
import { update } from "./update.ts";
import { limitMessages } from "./message_limit.ts";
import { CALLS_WITHOUT_CODE, RateLimit, STS_CALLS } from "./rate_limit.ts";
import { failure, success } from "./results.ts";
import { INSTRUCTIONS, TOOLS } from "./tools.ts";

/** Far more than a call of these tools needs. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** The runtime of the server. */
export interface ServerRuntime extends StandardStreams {
  /** The words that start updsts of this installation in a terminal. */
  program(): Promise<readonly string[]>;
}

/**
 * Serves the tools until the client disconnects or the signal is aborted.
 * Running calls then end: before the request to STS they write nothing; after
 * its response they still save the session.
 */
export async function serve(
  options: McpServerOptions,
  { stdin, stdout, program }: ServerRuntime,
): Promise<void> {
  const { log, signal } = options;
  const pendingRequests = new PendingRequests(log);
  const clock = () => performance.now();
  const toolContext: ToolContext = {
    ...options,
    program,
    pendingRequests,
    patience: PATIENCE,
    stsCalls: new RateLimit(STS_CALLS, clock),
    callsWithoutCode: new RateLimit(CALLS_WITHOUT_CODE, clock),
    now: () => new Date(),
  };
  const calls = new RunningCalls(log);
  const messages = limitMessages(MAX_MESSAGE_BYTES, (id) => {
    log.info("refused a message that is too long");
    stdout.write(`${JSON.stringify(tooLong(id))}\n`);
  });
  // The transport handles a failure of standard input itself.
  pipeline(stdin, messages, () => {});
  const transport = new StdioServerTransport(messages, stdout);
  const handle = serveStdio(({ era }) => makeServer(era, toolContext, calls), {
    transport,
    // The message may contain what the client sent.
    onerror: ({ name }) => log.debug(`the connection failed: ${name}`),
  });
  const closed = new Promise<void>((resolve) => {
    const { onclose } = transport;
    transport.onclose = () => {
      onclose?.();
      resolve();
    };
  });
  const stop = () => void handle.close();
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  await closed;
  signal.removeEventListener("abort", stop);
  await pendingRequests.close();
  await calls.settled();
  log.info("the client disconnected");
}

/** The JSON-RPC error "Invalid Request". */
function tooLong(id: string | number | null) {
  const message =
    `Invalid Request: the message is longer than ${MAX_MESSAGE_BYTES} bytes`;
  return { jsonrpc: "2.0", id, error: { code: -32600, message } };
}

/** The running calls; the server ends when they have. */
class RunningCalls {
  readonly #log: Log;
  readonly #running = new Set<Promise<unknown>>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Waits for the work of a tool and makes the result that the client gets. */
  async answer(
    tool: string,
    code: string | undefined,
    work: Promise<unknown>,
  ) {
    this.#running.add(work);
    try {
      const result = success(await work);
      this.#log.info(`${tool}: done`);
      return result;
    } catch (error) {
      if (error instanceof ToolReply) {
        this.#log.info(`${tool}: asking the user for the MFA code`);
        return error.result;
      }
      const { code: kind } = error instanceof UpdstsError
        ? error
        : { code: "internal" };
      this.#log.info(`${tool}: ${kind}`);
      logStackFrames(error, this.#log);
      return failure(error, code);
    } finally {
      this.#running.delete(work);
    }
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#running);
  }
}

function logStackFrames(error: unknown, log: Log): void {
  if (!(error instanceof Error)) return;
  stackFrames(error).forEach((line) => log.debug(line.trim()));
}

function makeServer(
  era: "legacy" | "modern",
  toolContext: ToolContext,
  calls: RunningCalls,
): McpServer {
  const server = new McpServer(
    { name: "updsts", title: "updsts", version: VERSION },
    {
      instructions: INSTRUCTIONS,
      capabilities: { tools: { listChanged: false } },
    },
  );
  server.registerTool(
    "updsts_update_sts_credential",
    TOOLS.updsts_update_sts_credential,
    (args, context) => {
      const work = update(toolContext, args, toolCall(server, era, context));
      return calls.answer(
        "updsts_update_sts_credential",
        args.totp_token,
        work,
      );
    },
  );
  server.registerTool(
    "updsts_get_credential_info",
    TOOLS.updsts_get_credential_info,
    (args) =>
      calls.answer(
        "updsts_get_credential_info",
        undefined,
        info(toolContext, args),
      ),
  );
  server.registerTool(
    "updsts_get_credential_info_list",
    TOOLS.updsts_get_credential_info_list,
    (args) =>
      calls.answer(
        "updsts_get_credential_info_list",
        undefined,
        list(toolContext, args),
      ),
  );
  return server;
}

/**
 * In the 2025 protocol, a client declares its capabilities at the start; in that
 * of 2026, with every call.
 */
function toolCall(
  { server }: McpServer,
  era: "legacy" | "modern",
  { mcpReq }: ServerContext,
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
    signal: mcpReq.signal,
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
