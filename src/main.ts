/** Connects the program to the real streams, environment, clock and signals. */
import { abortable } from "./util/abortable.ts";
import type { Mcp, Output, Runtime } from "./cli/runtime.ts";
import { run } from "./cli/run.ts";
import { UpdstsError } from "./errors.ts";
import { markExecutable } from "./platform/executable.ts";
import { env, home } from "./platform/environment.ts";
import { interruptedBySignals } from "./platform/interruption.ts";
import { makeServices } from "./make_services.ts";
import { openTerminal } from "./platform/terminal.ts";
import { writeAll } from "./platform/write_all.ts";

/**
 * Runs the command line that the program was started with, and ends it.
 *
 * @param options Whether the program is the executable of updsts.
 */
export async function main(
  { isExecutable = false }: { readonly isExecutable?: boolean } = {},
): Promise<void> {
  if (isExecutable) markExecutable();
  Deno.exit(await run(Deno.args, makeRuntime(interruptedBySignals(Deno.exit))));
}

function makeRuntime(signal: AbortSignal): Runtime {
  return {
    stdout: output(Deno.stdout),
    stderr: output(Deno.stderr),
    async discardsMessages() {
      const { isStandardErrorDiscarded } = await import(
        "./platform/standard_streams.ts"
      );
      return isStandardErrorDiscarded();
    },
    columns: () => Deno.consoleSize().columns || 80,
    env,
    canReadVariable,
    wantsColor: !Deno.noColor,
    now: () => new Date(),
    readLine: () => abortable(readLine(), signal),
    openTerminal,
    signal,
    makeServices: (log) => makeServices({ env, home, log }),
    mcp,
  };
}

/** Loads the MCP SDK only where it is needed: that takes a while. */
const mcp: Mcp = {
  async serve(options) {
    const { finish, takeStandardStreams } = await import(
      "./platform/standard_streams.ts"
    );
    const streams = takeStandardStreams();
    const { serve } = await import("./mcp/server.ts");
    await serve(options, {
      ...streams,
      async program() {
        const { startCommand } = await import("./executable/server_command.ts");
        return await startCommand(options.credentialFile, { env, home });
      },
    });
    await finish(streams);
  },
  async tools() {
    const { describeTools } = await import("./mcp/tool_descriptions.ts");
    return describeTools();
  },
  async command(credentialFile) {
    const { serverCommand } = await import("./executable/server_command.ts");
    return await serverCommand(credentialFile, { env, home });
  },
};

function output(stream: typeof Deno.stdout | typeof Deno.stderr): Output {
  return {
    isTerminal: stream.isTerminal(),
    write(text) {
      try {
        writeAll(stream, text);
        return true;
      } catch (error) {
        // The reader of the pipe has ended, as in "updsts list | head".
        if (error instanceof Deno.errors.BrokenPipe) return false;
        // A message that cannot be written must not fail work that is done.
        if (stream === Deno.stderr) return false;
        throw new UpdstsError(
          "output_failed",
          "standard output can't be written",
          undefined,
          { cause: error },
        );
      }
    },
  };
}

/** Reads at most 1024 bytes: an MFA code is far shorter. */
async function readLine(): Promise<string> {
  const bytes = new Uint8Array(1024);
  let length = 0;
  while (length < bytes.length && !bytes.subarray(0, length).includes(0x0a)) {
    // Standard input that cannot be read, such as a directory, has no line.
    const count = await Deno.stdin.read(bytes.subarray(length))
      .catch(() => null);
    if (count === null) break;
    length += count;
  }
  return new TextDecoder().decode(bytes.subarray(0, length)).split("\n")[0]!;
}

/** Whether the run has the permission to read the variable. */
function canReadVariable(variable: string): boolean {
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  return state === "granted";
}
