import { UpdstsError } from "../errors.ts";

/** 128 plus the signal's number, as in shells. */
const CTRL_C = 130;
const TERMINATED = 143;

/** The signals that interrupt a run, with the exit status of each. */
const SIGNALS: readonly (readonly [Deno.Signal, Interruption["exitStatus"]])[] =
  Deno.build.os === "windows" ? [["SIGINT", CTRL_C]] : [
    ["SIGINT", CTRL_C],
    // Its default action writes a core file, which would contain secrets.
    ["SIGQUIT", CTRL_C],
    ["SIGTERM", TERMINATED],
    ["SIGHUP", TERMINATED],
  ];

/** The user interrupted the run, or closed the terminal. */
export class Interruption extends UpdstsError {
  readonly exitStatus: typeof CTRL_C | typeof TERMINATED;

  constructor(exitStatus: typeof CTRL_C | typeof TERMINATED) {
    super("interrupted", "interrupted; nothing was written");
    this.exitStatus = exitStatus;
  }
}

/** Ctrl-C at the prompt, where the terminal sends no signal for it. */
export function ctrlC(): Interruption {
  return new Interruption(CTRL_C);
}

export function hangUp(): Interruption {
  return new Interruption(TERMINATED);
}

/**
 * Aborts at the first signal and exits at the second one. A terminal that is
 * closed sends SIGHUP more than once, so that signal never exits at once.
 *
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
