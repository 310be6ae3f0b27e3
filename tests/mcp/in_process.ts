import { PassThrough, Readable, Writable } from "node:stream";
import { startCommand } from "../../src/executable/server_command.ts";
import { serve } from "../../src/mcp/server.ts";
import { runIn } from "../cli/fake_runtime.ts";
import type { McpScene } from "./scene.ts";

/** The streams of a server and its end, as a child process has them. */
export interface ServerStreams {
  readonly stdin: WritableStream<Uint8Array>;
  readonly stdout: ReadableStream<Uint8Array>;
  readonly stderr: ReadableStream<Uint8Array>;
  readonly status: Promise<{ code: number }>;
}

/**
 * Runs `updsts mcp --mcp-server` in this process, which is far faster. It has
 * all permissions, so what permissions decide needs a process of its own.
 */
export function serveInProcess(
  scene: McpScene,
  ...args: string[]
): ServerStreams {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const environment = {
    env: (name: string) => scene.env[name],
    home: () => scene.directory,
  };
  const status = runIn({
    env: scene.env,
    home: scene.directory,
    onMessage: (text) => void stderr.write(text),
    serve: (options) =>
      serve(options, {
        stdin,
        stdout,
        program: () => startCommand(options.credentialFile, environment),
      }),
  }, ...["mcp", "--mcp-server", "-c", scene.file, ...args])
    .then(({ status }) => {
      stdin.resume(); // Where it was not read, its end would wait.
      for (const stream of [stdout, stderr]) stream.end();
      return { code: status };
    });
  const web = (stream: Readable) =>
    Readable.toWeb(stream) as ReadableStream<Uint8Array>;
  return {
    stdin: Writable.toWeb(stdin),
    stdout: web(stdout),
    stderr: web(stderr),
    status,
  };
}

type Message = Record<string, unknown>;

/** What connects a client of either SDK to a server in this process. */
export class InProcessTransport {
  onmessage?: (message: Message) => void;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  readonly #server: ServerStreams;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  #output: Promise<void> | undefined;

  constructor(server: ServerStreams) {
    this.#server = server;
    this.#input = server.stdin.getWriter();
  }

  start(): Promise<void> {
    this.#output = this.#read();
    return Promise.resolve();
  }

  async send(message: unknown): Promise<void> {
    const line = `${JSON.stringify(message)}\n`;
    await this.#input.write(new TextEncoder().encode(line));
  }

  async close(): Promise<void> {
    await this.#input.close();
    await this.#server.status;
    await this.#output;
    await this.#server.stderr.cancel();
    this.onclose?.();
  }

  async #read(): Promise<void> {
    let rest = "";
    const text = this.#server.stdout.pipeThrough(
      new TextDecoderStream() as TransformStream<Uint8Array, string>,
    );
    for await (const part of text) {
      const lines = (rest + part).split("\n");
      rest = lines.pop()!;
      for (const line of lines) this.onmessage?.(JSON.parse(line));
    }
  }
}
