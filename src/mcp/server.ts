import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  McpServer,
  type ServerContext,
} from "@modelcontextprotocol/server";
import {
  serveStdio,
  StdioServerTransport,
} from "@modelcontextprotocol/server/stdio";
import { pipeline, type Readable, type Writable } from "node:stream";
import { UpdstsError } from "../errors.ts";
import type { Log } from "../util/log.ts";
import { stackFrames } from "../util/stack_frames.ts";
import type { Services } from "../operations/services.ts";
import { VERSION } from "../version.ts";
import { CodeElicitor, InputRequired, type ToolCall } from "./elicit_code.ts";
import { info, list, type ToolContext, update } from "./tool_handlers.ts";
import { limitMessages } from "./message_limit.ts";
import { CALLS_WITHOUT_CODE, RateLimit, STS_CALLS } from "./rate_limit.ts";
import { failure, success } from "./results.ts";
import { INSTRUCTIONS, TOOLS } from "./tools.ts";

/** No call of these tools is longer. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** The options of the server. */
export interface ServeOptions {
  readonly services: Services;
  readonly log: Log;
  /** The credentials file of `-c`, if any. */
  readonly credentialFile: string | undefined;
  /** Whether the client's own form may ask for the MFA code. */
  readonly mayUseForm: boolean;
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** Ends the server. */
  readonly signal: AbortSignal;
}

/**
 * Serves the tools until the client is gone or the signal comes. Running
 * calls are then ended: before the request to STS they write nothing; after the
 * response they still save the session.
 */
export async function serve(options: ServeOptions): Promise<void> {
  const { log, stdin, stdout, signal } = options;
  const asker = new CodeElicitor(options.mayUseForm, log);
  const clock = () => performance.now();
  const toolContext: ToolContext = {
    ...options,
    asker,
    stsCalls: new RateLimit(STS_CALLS, clock),
    callsWithoutCode: new RateLimit(CALLS_WITHOUT_CODE, clock),
    now: () => new Date(),
  };
  const calls = new RunningCalls(log);
  const messages = limitMessages(MAX_MESSAGE_BYTES, (id) => {
    log.info("a message was too long");
    stdout.write(`${JSON.stringify(tooLong(id))}\n`);
  });
  // A failure of standard input ends the transport, which hears of it itself.
  pipeline(stdin, messages, () => {});
  const transport = new StdioServerTransport(messages, stdout);
  const handle = serveStdio(({ era }) => makeServer(era, toolContext, calls), {
    transport,
    // Its message may repeat what the client sent.
    onerror: ({ name }) => log.debug(`the connection reports: ${name}`),
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
  asker.closeAll();
  await calls.settled();
  log.info("the client is gone");
}

/** The JSON-RPC error "Invalid Request". */
function tooLong(id: string | number | null) {
  const message =
    `Invalid Request: the message is longer than ${MAX_MESSAGE_BYTES} bytes`;
  return { jsonrpc: "2.0", id, error: { code: -32600, message } };
}

/** The calls under way, which are waited for at the end. */
class RunningCalls {
  readonly #log: Log;
  readonly #running = new Set<Promise<unknown>>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Does the work of a tool and words its outcome for the client. */
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
      if (error instanceof InputRequired) {
        this.#log.info(`${tool}: the user is asked for the code`);
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

/** A client says what it can do at the start, or with every call: by era. */
function toolCall(
  { server }: McpServer,
  era: "legacy" | "modern",
  { mcpReq }: ServerContext,
): ToolCall {
  const envelope: Envelope | undefined = mcpReq.envelope;
  const capabilities = era === "modern"
    ? envelope?.[CLIENT_CAPABILITIES_META_KEY]
    : server.getClientCapabilities();
  const { elicitation } = capabilities ?? {};
  return {
    hasUrlMode: elicitation?.url !== undefined,
    // `{}` is what clients said when there was only form mode.
    hasFormMode: elicitation !== undefined &&
      (elicitation.form !== undefined || elicitation.url === undefined),
    responses: mcpReq.inputResponses,
    state: mcpReq.requestState(),
    signal: mcpReq.signal,
  };
}

/** The SDK checks it, but its type does not say so. */
interface Envelope {
  [CLIENT_CAPABILITIES_META_KEY]?: ClientCapabilities;
}
