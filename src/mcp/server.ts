import { McpServer, type ProtocolEra } from "@modelcontextprotocol/server";
import {
  serveStdio,
  StdioServerTransport,
} from "@modelcontextprotocol/server/stdio";
import { pipeline } from "node:stream";
import { UpdstsError } from "../errors.ts";
import type { McpServerOptions } from "../operations/mcp_server_options.ts";
import type { StandardStreams } from "../platform/standard_streams.ts";
import type { Log } from "../util/log.ts";
import { sleep } from "../util/sleep.ts";
import { stackFrames } from "../util/stack_frames.ts";
import { VERSION } from "../version.ts";
import { UnansweredCalls } from "./unanswered_calls.ts";
import { MfaPages } from "../page/mfa_pages.ts";
import { toolCall, ToolReply } from "./tool_call.ts";
import { info, list } from "./info_tools.ts";
import type { ToolContext } from "./tool_context.ts";
import { update } from "./update_tool.ts";
import { readMessages } from "./incoming_messages.ts";
import { CALLS_WITHOUT_CODE, RateLimit, STS_CALLS } from "./rate_limit.ts";
import { failure, success } from "./tool_results.ts";
import {
  instructions,
  parametersOf,
  type ToolName,
  TOOLS,
} from "./tool_descriptions.ts";
import { checkUnknownArguments } from "./unknown_arguments.ts";

/** Milliseconds at the end of input until every call has its response. */
const MAX_WAIT = 5_000;

/** Far more than a call of these tools needs. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** The runtime of the server. */
interface ServerRuntime extends StandardStreams {
  /** The command that starts updsts of this installation in a terminal. */
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
  const mfaPages = new MfaPages(log);
  const clock = () => performance.now();
  const toolContext: ToolContext = {
    ...options,
    program,
    mfaPages,
    stsCalls: new RateLimit(STS_CALLS, clock),
    callsWithoutCode: new RateLimit(CALLS_WITHOUT_CODE, clock),
    now: () => new Date(),
  };
  const calls = new RunningCalls(log);
  const inputEnd = new AbortController();
  const messages = readMessages(MAX_MESSAGE_BYTES, {
    onDropped(id) {
      log.info("refused a message that is too long");
      stdout.write(`${JSON.stringify(tooLong(id))}\n`);
    },
    async onEnd() {
      await sleep(0); // The transport reads the last line first.
      inputEnd.abort(
        new UpdstsError("interrupted", "the client disconnected"),
      );
      await unansweredCalls.answered(MAX_WAIT);
    },
  });
  // The transport handles a failure of standard input itself.
  pipeline(stdin, messages, () => {});
  const transport = new StdioServerTransport(messages, stdout);
  const makeServer = ({ era }: { era: ProtocolEra }) =>
    mcpServer(era, toolContext, calls, inputEnd.signal);
  const handle = serveStdio(makeServer, {
    transport,
    // The message may contain what the client sent.
    onerror: ({ name }) => log.debug(`the connection failed: ${name}`),
  });
  const unansweredCalls = new UnansweredCalls(transport);
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
  await mfaPages.close();
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

  /** Does the work of a tool and makes the result that the client gets. */
  async answer(
    tool: ToolName,
    args: Readonly<Record<string, unknown>>,
    run: () => Promise<unknown>,
  ) {
    const work = Promise.try(() => {
      checkUnknownArguments(args, parametersOf(tool), this.#log);
      return run();
    });
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
      const kind = error instanceof UpdstsError ? error.code : "internal";
      this.#log.info(`${tool}: ${kind}`);
      if (error instanceof Error) {
        stackFrames(error).forEach((line) => this.#log.debug(line.trim()));
      }
      const code = args.totp_token;
      return failure(error, typeof code === "string" ? code : undefined);
    } finally {
      this.#running.delete(work);
    }
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#running);
  }
}

function mcpServer(
  era: ProtocolEra,
  toolContext: ToolContext,
  calls: RunningCalls,
  inputEnd: AbortSignal,
): McpServer {
  const server = new McpServer(
    { name: "updsts", title: "updsts", version: VERSION },
    {
      instructions: instructions(toolContext),
      capabilities: {
        tools: { listChanged: false },
        prompts: { listChanged: false },
        completions: {},
      },
    },
  );
  server.registerTool(
    "updsts_update_sts_credential",
    TOOLS.updsts_update_sts_credential,
    (args, context) => {
      const call = toolCall(server, era, context, inputEnd);
      return calls.answer(
        "updsts_update_sts_credential",
        args,
        () => update(toolContext, args, call),
      );
    },
  );
  server.registerTool(
    "updsts_get_credential_info",
    TOOLS.updsts_get_credential_info,
    (args) =>
      calls.answer(
        "updsts_get_credential_info",
        args,
        () => info(toolContext, args),
      ),
  );
  server.registerTool(
    "updsts_get_credential_info_list",
    TOOLS.updsts_get_credential_info_list,
    (args) =>
      calls.answer(
        "updsts_get_credential_info_list",
        args,
        () => list(toolContext, args),
      ),
  );
  handlePrompts(server, toolContext);
  return server;
}

/** Loads the prompt with the first request. */
function handlePrompts({ server }: McpServer, toolContext: ToolContext): void {
  const prompt = () => import("./renew_prompt.ts");
  server.setRequestHandler(
    "prompts/list",
    async () => (await prompt()).listPrompts(),
  );
  server.setRequestHandler(
    "prompts/get",
    async ({ params }) => (await prompt()).getPrompt(toolContext, params),
  );
  server.setRequestHandler(
    "completion/complete",
    async ({ params }) => (await prompt()).complete(toolContext, params),
  );
}
