import assert from "node:assert/strict";
import { SYSTEM_ENV } from "../support/updsts.ts";
import { serveInProcess, type ServerStreams } from "./in_process.ts";
import type { McpScene } from "./scene.ts";

/** A JSON-RPC message, as far as the tests look at it. */
// deno-lint-ignore no-explicit-any -- what comes back is what is tested
export type Message = Record<string, any>;

/** A server, spoken to line by line, with nothing between. */
export class RawServer implements AsyncDisposable {
  /** Every line of standard output. */
  readonly lines: string[] = [];
  /** All of standard error. */
  stderr = "";
  readonly #server: ServerStreams;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #ended: Promise<unknown>;
  #waiting: (() => void)[] = [];
  #id = 0;

  private constructor(server: ServerStreams) {
    this.#server = server;
    this.#input = server.stdin.getWriter();
    this.#ended = Promise.all([this.#readOutput(), this.#readErrors()]);
  }

  /** Starts a server in this process, which has all permissions. */
  static start(scene: McpScene, ...args: string[]): RawServer {
    return new RawServer(serveInProcess(scene, ...args));
  }

  /** Starts a process in an empty environment, in the root directory. */
  static async startProcess(
    scene: McpScene,
    ...args: string[]
  ): Promise<RawServer> {
    const [program, ...rest] = await scene.command(...args);
    return RawServer.spawn(program, rest, scene.env);
  }

  static spawn(
    program: string,
    args: string[],
    env: Record<string, string>,
  ): RawServer {
    return new RawServer(
      new Deno.Command(program, {
        args,
        cwd: "/",
        clearEnv: true,
        env: { ...SYSTEM_ENV, DENO_DIR: denoDir, ...env },
        stdin: "piped",
        stdout: "piped",
        stderr: "piped",
      }).spawn(),
    );
  }

  /** The process of the server. */
  get child(): Deno.ChildProcess {
    assert.ok(this.#server instanceof Deno.ChildProcess);
    return this.#server;
  }

  /** Writes as it is. */
  async write(text: string): Promise<void> {
    await this.#input.write(new TextEncoder().encode(text));
  }

  /** Sends a request and gives its answer. */
  async request(method: string, params: Message = {}): Promise<Message> {
    return await this.answerTo(await this.send(method, params));
  }

  /** Sends a request and gives its id. */
  async send(method: string, params: Message = {}): Promise<number> {
    const id = ++this.#id;
    await this.write(
      `${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`,
    );
    return id;
  }

  /** The answer to a request, or an error when the server ends without. */
  async answerTo(id: number): Promise<Message> {
    return await this.message((message) =>
      message.id === id && message.method === undefined
    );
  }

  /** The first message that is looked for. */
  async message(isIt: (message: Message) => boolean): Promise<Message> {
    const ended = this.#ended.then(() => "ended");
    for (;;) {
      const found = this.messages().find(isIt);
      if (found) return found;
      const more = new Promise<void>((resolve) => this.#waiting.push(resolve));
      if (await Promise.race([more, ended]) === "ended") {
        const last = this.messages().find(isIt);
        assert.ok(last, `the server ended without an answer: ${this.stderr}`);
        return last;
      }
    }
  }

  /** Every line, which has to be JSON-RPC. */
  messages(): Message[] {
    return this.lines.map((line) => {
      const message = JSON.parse(line);
      assert.equal(message.jsonrpc, "2.0");
      return message;
    });
  }

  /** A 2025 handshake. */
  async initialize(
    capabilities: Message = {},
    protocolVersion = "2025-11-25",
  ): Promise<Message> {
    const answer = await this.request("initialize", {
      protocolVersion,
      capabilities,
      clientInfo: { name: "test", version: "1" },
    });
    await this.write(
      '{"jsonrpc":"2.0","method":"notifications/initialized"}\n',
    );
    return answer;
  }

  /** Calls a tool and gives its result. */
  async call(name: string, args: Message): Promise<Message> {
    return (await this.request("tools/call", { name, arguments: args })).result;
  }

  /** Closes standard input and waits for the end; gives the exit status. */
  async end(): Promise<number> {
    await this.#input.close().catch(() => {});
    const { code } = await this.#server.status;
    await this.#ended;
    this.messages();
    return code;
  }

  /** All that it wrote, for the search for what it must not write. */
  get everything(): string {
    return this.lines.join("\n") + this.stderr;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
  }

  async #readOutput(): Promise<void> {
    let rest = "";
    const text = this.#server.stdout.pipeThrough(decoder());
    for await (const part of text) {
      const parts = (rest + part).split("\n");
      rest = parts.pop()!;
      this.lines.push(...parts);
      this.#wake();
    }
    if (rest !== "") this.lines.push(rest);
  }

  async #readErrors(): Promise<void> {
    const text = this.#server.stderr.pipeThrough(decoder());
    for await (const part of text) {
      this.stderr += part;
      this.#wake();
    }
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    waiting.forEach((wake) => wake());
  }
}

const decoder = () =>
  new TextDecoderStream() as TransformStream<Uint8Array, string>;

/** Deno's own cache, which a server without a home directory would not find. */
export const denoDir: string = JSON.parse(
  new TextDecoder().decode(
    (await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] })
      .output()).stdout,
  ),
).denoDir;

/** The JSON of the only text of a result. */
// deno-lint-ignore no-explicit-any -- what comes back is what is tested
export function textOf(result: Message): any {
  assert.equal(result.content.length, 1);
  assert.equal(result.content[0].type, "text");
  return JSON.parse(result.content[0].text);
}

/** The text of a refusal. */
export function refusalOf(result: Message): string {
  assert.equal(result.isError, true, JSON.stringify(result));
  assert.equal(result.structuredContent, undefined);
  assert.equal(result.content.length, 1);
  return result.content[0].text;
}

/** Runs work with an initialized server of a scene, with further arguments. */
export async function withServer<T>(
  scene: McpScene,
  args: readonly string[],
  use: (server: RawServer) => Promise<T>,
): Promise<T> {
  await using server = await RawServer.start(scene, ...args);
  await server.initialize();
  return await use(server);
}
