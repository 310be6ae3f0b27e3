import { dirname, join } from "node:path";
import { hint, UpdstsError, withParameter } from "../errors.ts";
import type { Log } from "../util/log.ts";
import type {
  CredentialStore,
  InspectedFile,
} from "../operations/credential_store.ts";
import { attempt } from "../util/attempt.ts";
import { shellQuote } from "../util/shell_quote.ts";
import {
  isGroupLoss,
  refuseReadOnly,
  removeOthersAccess,
} from "./mode_and_owner.ts";
import { isBindMounted, refuseBindMount } from "./bind_mount.ts";
import { decode, hasLinesOf, hasSameBytes, isBlank } from "./content.ts";
import { fileFailure } from "./fs_errors.ts";
import {
  lockName,
  type LockOptions,
  makeLockDirectory,
  withLock,
} from "./lock.ts";
import { ownFile } from "../platform/sidecar_files.ts";
import {
  fileBusy,
  fileEmptied,
  readFileOnce,
  readSettledFile,
} from "./read_file.ts";
import type { FileContent } from "./regular_file.ts";
import { fileIdentity, recordReplacement } from "./replacement_record.ts";
import { targetOf, targetToWrite } from "./symlink_target.ts";
import {
  discardReplacement,
  refuseAppendOnly,
  rename,
  syncDirectory,
  tryRename,
  writeReplacement,
} from "./atomic_write.ts";

/** Updates that lose the race against another program before they give up. */
const MAX_ATTEMPTS = 10;
/** Milliseconds to wait for another updsts, which may prompt for an MFA code. */
const REFRESH_TIMEOUT = 600_000;

interface Snapshot extends FileContent {
  readonly text: string;
}

/**
 * The credentials file on disk: read, checked, and replaced as a whole. The
 * first access is asynchronous, so that Ctrl-C works where the disk hangs; short
 * operations after it are synchronous, which is faster.
 */
export class FileStore implements CredentialStore {
  readonly #path: string;
  readonly #log: Log;
  #hasWarned = false;
  /** The content of the file when it was last read. */
  #known: Uint8Array = new Uint8Array();

  /**
   * @param path The file, or a symlink to it.
   * @param log Receives the steps and warnings.
   */
  constructor(path: string, log: Log) {
    this.#path = path;
    this.#log = log;
  }

  async read<T>(use: (text: string) => T): Promise<T> {
    const decoded = (bytes: Uint8Array) => use(decode(this.#path, bytes));
    const { bytes, mode } = await this.inspect((bytes) =>
      attempt(() => [decoded(bytes)]) !== undefined
    );
    if (mode !== undefined && (mode & 0o077) !== 0) this.#warnOfMode();
    return decoded(bytes);
  }

  async inspect(
    isComplete: (bytes: Uint8Array) => boolean,
  ): Promise<InspectedFile> {
    const { bytes, info } = await readSettledFile(
      await targetOf(this.#path),
      ({ bytes }) => !isBlank(bytes) && isComplete(bytes),
    );
    if (!info) {
      throw new UpdstsError(
        "file_not_found",
        `there is no credentials file ${this.#path}`,
        hint`create it with "aws configure", or name another ${
          withParameter("credentialsFile")
        }`,
      );
    }
    this.#known = bytes;
    const mode = Deno.build.os === "windows" ? null : info.mode;
    return { bytes, mode: mode === null ? undefined : mode & 0o7777 };
  }

  async isBindMounted(): Promise<boolean> {
    return isBindMounted(await targetOf(this.#path));
  }

  async losesGroup(signal: AbortSignal): Promise<boolean> {
    try {
      await this.dryRun((text) => `${text}\n`, signal);
      return false;
    } catch (error) {
      signal.throwIfAborted();
      // An update reports any other failure.
      return isGroupLoss(error);
    }
  }

  async makePrivate(signal: AbortSignal): Promise<void> {
    const target = await targetToWrite(this.#path);
    await this.#writing(target, signal, async () => {
      const { info } = await readSettledFile(target, ({ info }) => !!info);
      if (!info) throw fileEmptied(target);
      await removeOthersAccess(target);
      this.#log.info(`removed the access of other users to ${target}`);
    });
  }

  async dryRun(
    edit: (text: string) => string,
    signal: AbortSignal,
  ): Promise<void> {
    const target = await targetToWrite(this.#path);
    await this.#writing(target, signal, async (temporary) => {
      const { text, info } = await this.#current(target);
      const edited = edit(text);
      if (edited === text) return;
      if (info) await refuseReadOnly(target, info);
      await refuseAppendOnly(ownFile(target, "lock"));
      await writeReplacement(temporary, edited, { path: target, info });
      await tryRename(ownFile(target, "trial"), temporary);
      if (info) await refuseBindMount(target, temporary);
    });
    this.#log.debug(`${target} can be written`);
  }

  async update(
    edit: (text: string) => string,
    signal?: AbortSignal,
  ): Promise<void> {
    const target = await targetToWrite(this.#path);
    await this.#writing(target, signal, async (temporary, lock) => {
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const before = await this.#current(target);
        const edited = edit(before.text);
        if (edited === before.text) return;
        const replaced = { path: target, info: before.info };
        const lost = await writeReplacement(temporary, edited, replaced);
        const identity = fileIdentity(temporary);
        const isAsRead = async () => isSame(before, await readFileOnce(target));
        if (await rename(temporary, target, isAsRead)) {
          await this.#reportWritten(target, lost);
          recordReplacement(target, identity, lock);
          return;
        }
        await discardReplacement(temporary);
        this.#log.info(`${target} has changed; reading it again`);
      }
      throw fileBusy(target);
    });
  }

  async withSessionLock<T>(
    section: string,
    work: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    return await this.#withRefreshLock(await lockName(section), work, {
      signal,
      onWait: () =>
        this.#log.warn(
          `another updsts is renewing "${section}"; waiting for it`,
        ),
    });
  }

  async lockTerminal(
    terminal: string,
    options: { readonly signal: AbortSignal; readonly onWait: () => void },
  ): Promise<void> {
    const locked = Promise.withResolvers<void>();
    // The system releases the lock: Deno sets the terminal's mode once more when
    // the process ends, which must not be during the next prompt.
    const held = this.#withRefreshLock(`terminal-${terminal}`, () => {
      locked.resolve();
      return new Promise<never>(() => {});
    }, options);
    await Promise.race([locked.promise, held]);
  }

  /** Works under a lock whose holder may be prompting for an MFA code. */
  async #withRefreshLock<T>(
    name: string,
    work: () => Promise<T>,
    options: LockOptions,
  ): Promise<T> {
    const target = await targetToWrite(this.#path);
    const directory = ownFile(target, "refresh");
    await makeLockDirectory(directory, ownerOf(target));
    return await withLock(join(directory, name), ownerOf(target), work, {
      ...options,
      timeout: REFRESH_TIMEOUT,
    });
  }

  /** The text to edit, read when no other program is writing the file. */
  async #current(target: string): Promise<Snapshot> {
    const known = this.#known;
    const { bytes, info } = await readSettledFile(
      target,
      ({ bytes, info }) =>
        hasLinesOf(known, bytes) && !(info && isBlank(bytes)),
    );
    if (isBlank(bytes) && !isBlank(known)) throw fileEmptied(target);
    this.#known = bytes;
    return { bytes, text: decode(target, bytes), info };
  }

  /** Warns once, however often the file is read. */
  #warnOfMode(): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#log.warn(
      `other users can access ${this.#path}; run "chmod 600 ${
        shellQuote([this.#path])
      }"`,
    );
  }

  /** Reports a write. The file is replaced, so nothing here may fail the run. */
  async #reportWritten(target: string, lost: string[]): Promise<void> {
    this.#log.info(`wrote ${target}`);
    for (const text of lost) this.#log.warn(text);
    const why = await syncDirectory(dirname(target));
    if (why === undefined) return;
    this.#log.warn(
      `wrote ${target}, but cannot sync ${
        dirname(target)
      } (${why}): a power failure may restore the old version`,
    );
  }

  /** Works under the lock, and leaves no temporary file. */
  async #writing(
    target: string,
    signal: AbortSignal | undefined,
    work: (temporary: string, lock: Deno.FsFile) => Promise<void>,
  ): Promise<void> {
    const temporary = ownFile(target, "new");
    const workAndTidy = async (lock: Deno.FsFile) => {
      try {
        await work(temporary, lock);
      } catch (error) {
        await discardReplacement(temporary).catch(() => {});
        throw fileFailure("file_not_writable", `cannot write ${target}`, error);
      }
    };
    await withLock(ownFile(target, "lock"), ownerOf(target), workAndTidy, {
      signal,
      onWait: () =>
        this.#log.warn(
          `another updsts is writing ${target}; waiting for it${
            signal
              ? " (an interrupt ends the wait, and nothing is written)"
              : ""
          }`,
        ),
    });
  }
}

/** The file, or else its directory. Its owner owns the locks too. */
function ownerOf(path: string): Deno.FileInfo {
  try {
    return attempt(() => Deno.lstatSync(path)) ??
      Deno.statSync(dirname(path));
  } catch (error) {
    throw fileFailure("file_not_writable", `cannot write ${path}`, error);
  }
}

function isSame(before: FileContent, now: FileContent): boolean {
  return hasSameBytes(before.bytes, now.bytes) &&
    before.info?.ino === now.info?.ino &&
    before.info?.mode === now.info?.mode;
}
