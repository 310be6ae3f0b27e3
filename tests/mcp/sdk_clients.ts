import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as StdioClientTransportV1 } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { InProcessTransport, serveInProcess } from "./in_process.ts";
import { denoDir, type Message } from "./raw_server.ts";
import type { McpScene } from "./scene.ts";

/** The official clients, and the protocol eras that they can speak. */
export const SDK_CLIENTS = ["v1", "v2 legacy", "v2 auto", "v2 modern"] as const;

/** One client of each protocol: the server asks its user by a request or by a result. */
export const PROTOCOLS = ["v1", "v2 modern"] as const;

/** A client of an SDK, connected to a server of its own. */
export interface SdkClient extends AsyncDisposable {
  listTools(): Promise<Message[]>;
  call(name: string, args: Message): Promise<Message>;
  listPrompts(): Promise<Message[]>;
  getPrompt(name: string, args: Record<string, string>): Promise<Message>;
  /** Completes an argument of a prompt. */
  complete(prompt: string, name: string, value: string): Promise<Message>;
}

/** How the client and its user behave. */
export interface ClientOptions {
  kind: typeof SDK_CLIENTS[number];
  /** The capability that the client declares. */
  elicitation?: { form?: Message; url?: Message };
  /** What the client and its user answer when they are asked. */
  answer?: (asked: Message) => Promise<Message>;
  /** Further arguments of the server. */
  args?: string[];
  /** Whether the server is a process, not in this one. */
  asProcess?: boolean;
}

/** Starts a server and connects a client to it. */
export async function connectClient(
  scene: McpScene,
  options: ClientOptions,
): Promise<SdkClient> {
  const { kind, elicitation, answer, args = [], asProcess } = options;
  const [command, ...rest] = await scene.command(...args);
  const server = {
    command,
    args: rest,
    env: { DENO_DIR: denoDir, ...scene.env },
    stderr: "ignore" as const,
  };
  // Each SDK has a type of its own for what both accept.
  // deno-lint-ignore no-explicit-any
  const inProcess: any = asProcess
    ? undefined
    : new InProcessTransport(serveInProcess(scene, ...args));
  const info = { name: "test", version: "1" };
  const capabilities = elicitation ? { elicitation } : {};
  // The answers are made up by the tests, right and wrong.
  // deno-lint-ignore no-explicit-any
  const respond = async ({ params }: any): Promise<any> =>
    await answer?.(params);
  if (kind === "v1") {
    const client = new ClientV1(info, { capabilities });
    if (elicitation) client.setRequestHandler(ElicitRequestSchema, respond);
    await client.connect(inProcess ?? new StdioClientTransportV1(server));
    return wrap(client);
  }
  const mode = MODES[kind];
  const client = new Client(info, {
    capabilities,
    versionNegotiation: { mode },
  });
  if (elicitation) client.setRequestHandler("elicitation/create", respond);
  await client.connect(inProcess ?? new StdioClientTransport(server));
  return wrap(client);
}

const MODES = {
  "v2 legacy": "legacy",
  "v2 auto": "auto",
  "v2 modern": { pin: "2026-07-28" },
} as const;

function wrap(client: {
  listTools(): Promise<{ tools: Message[] }>;
  callTool(call: { name: string; arguments: Message }): Promise<Message>;
  listPrompts(): Promise<{ prompts: Message[] }>;
  getPrompt(
    prompt: { name: string; arguments: Record<string, string> },
  ): Promise<Message>;
  complete(params: {
    ref: { type: "ref/prompt"; name: string };
    argument: { name: string; value: string };
  }): Promise<Message>;
  close(): Promise<void>;
}): SdkClient {
  return {
    async listTools() {
      return (await client.listTools()).tools;
    },
    call: (name, args) => client.callTool({ name, arguments: args }),
    async listPrompts() {
      return (await client.listPrompts()).prompts;
    },
    getPrompt: (name, args) => client.getPrompt({ name, arguments: args }),
    complete: (prompt, name, value) =>
      client.complete({
        ref: { type: "ref/prompt", name: prompt },
        argument: { name, value },
      }),
    [Symbol.asyncDispose]: () => client.close(),
  };
}
