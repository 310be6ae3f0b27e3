import { UpdstsError } from "../errors.ts";

/** 128 and the signal's number, as shells have it. */
const CTRL_C = 130;
const TERMINATED = 143;

/** What ends a run before its work is done, and the exit status for that. */
const SIGNALS: readonly (readonly [Deno.Signal, Interruption["exitStatus"]])[] =
  Deno.build.os === "windows" ? [["SIGINT", CTRL_C]] : [
    ["SIGINT", CTRL_C],
    // Its default is a core file, with the secrets of the file in it.
    ["SIGQUIT", CTRL_C],
    ["SIGTERM", TERMINATED],
    ["SIGHUP", TERMINATED],
  ];

/** The user, or the end of the terminal, stopped the run. */
export class Interruption extends UpdstsError {
  /** The exit status of a run that it ends. */
  readonly exitStatus: typeof CTRL_C | typeof TERMINATED;

  /** @param exitStatus The exit status of a run that it ends. */
  constructor(exitStatus: typeof CTRL_C | typeof TERMINATED) {
    super("interrupted", "interrupted; nothing was written");
    this.exitStatus = exitStatus;
  }
}

/** Ctrl-C at the prompt, where the terminal makes no signal of it. */
export function ctrlC(): Interruption {
  return new Interruption(CTRL_C);
}

/** The terminal was closed. */
export function hangUp(): Interruption {
  return new Interruption(TERMINATED);
}

/**
 * Signals ask for an orderly end; asked twice, it is at once. But a terminal
 * that is closed sends SIGHUP more than once by itself.
 *
 * @param exit Ends the program.
 * @returns Aborted by the first signal, with an {@link Interruption}.
 */
export function interruptedBySignals(
  exit: (status: number) => void,
): AbortSignal {
  const controller = new AbortController();
  for (const [name, status] of SIGNALS) {
    Deno.addSignalListener(name, () => {
      if (!controller.signal.aborted) {
        controller.abort(new Interruption(status));
      } else if (name !== "SIGHUP") exit(status);
    });
  }
  return controller.signal;
}
