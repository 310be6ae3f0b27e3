export interface InspectedFile {
  readonly bytes: Uint8Array;
  /** Permission bits, where the operating system has them. */
  readonly mode: number | undefined;
}

/** Access to the credentials file. A signal ends the wait for a lock. */
export interface CredentialStore {
  /**
   * Reads the file. While another program may be writing it, text that `use`
   * refuses is read again.
   *
   * @param use Reads the text; it may be called more than once.
   */
  read<T>(use: (text: string) => T): Promise<T>;
  /**
   * Does all that an update does, except replacing the file.
   *
   * @throws {UpdstsError} Where an update would fail.
   */
  dryRun(edit: (text: string) => string, signal: AbortSignal): Promise<void>;
  /** Replaces the file, under the lock, with an edit of its current text. */
  update(edit: (text: string) => string, signal?: AbortSignal): Promise<void>;
  /**
   * Runs work under the lock of one section, which all processes share. Other
   * updates of the file do not wait for it: the work may prompt for an MFA code.
   */
  withSessionLock<T>(
    section: string,
    work: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<T>;
  /**
   * Locks a terminal, at which one process may prompt at a time, until this
   * process ends. It may be called under the lock of a section, never the other
   * way.
   *
   * @param options The signal that ends the wait, and a function that is called
   * once when the wait takes longer than a second.
   */
  lockTerminal(
    terminal: string,
    options: { readonly signal: AbortSignal; readonly onWait: () => void },
  ): Promise<void>;
  /**
   * Reads the file without a warning about its mode.
   *
   * @param isComplete Whether the bytes can be the whole content.
   */
  inspect(isComplete: (bytes: Uint8Array) => boolean): Promise<InspectedFile>;
  /** Whether the file is visibly bind-mounted, as in a container. */
  isBindMounted(): Promise<boolean>;
  /** Whether an update could not keep the group of the file, which can access it. */
  losesGroup(signal: AbortSignal): Promise<boolean>;
  /** Removes the access of other users. */
  makePrivate(signal: AbortSignal): Promise<void>;
}
