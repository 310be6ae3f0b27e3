/** Receives messages about the progress of a run. No message may contain a secret. */
export interface Log {
  /** A warning, shown at every verbosity. */
  warn(text: string): void;
  /** A step of the run, shown at `-v 1`. */
  info(text: string): void;
  /** A detail for debugging, shown at `-v 2`. */
  debug(text: string): void;
}
