/** Where the rooms say what they do. Nothing given to it may hold a secret. */
export interface Log {
  /** Something the user should know, at every verbosity. */
  warn(text: string): void;
  /** What is done: `-v 1`. */
  info(text: string): void;
  /** What helps to debug: `-v 2`. */
  debug(text: string): void;
}
