import { dirname, join } from "node:path";
import { UpdstsError } from "../errors.ts";
import type { Log } from "../util/log.ts";
import type { InspectedFile, PrivateStore } from "../operations/doctor.ts";
import { attempt } from "../util/attempt.ts";
import { shellQuote } from "../util/shell_quote.ts";
import { refuseReadOnly, takeFromOthers } from "./attributes.ts";
import { isBindMounted, refuseBindMount } from "./bind_mount.ts";
import { decode, hasLinesOf, hasSameBytes, isBlank } from "./content.ts";
import { fileFailure } from "./fs_errors.ts";
import { makeLockDirectory, withLock } from "./lock.ts";
import { ownFile } from "../platform/sidecar_files.ts";
import {
  fileBusy,
  type FileContent,
  fileEmptied,
  readFileOnce,
  refuseNonRegular,
} from "./read_file.ts";
import {
  discardReplacement,
  refuseAppendOnly,
  rename,
  syncDirectory,
  tryRename,
  writeReplacement,
} from "./atomic_write.ts";
import {
  fileIdentity,
  noteReplacement,
  readSettledFile,
  realPathOf,
} from "./settled_file.ts";

/** Another program that writes as often as this is not going to stop. */
const MAX_ATTEMPTS = 10;
/** Whoever refreshes may be asking a person for a code: ten minutes. */
const REFRESH_TIMEOUT = 600_000;

interface Snapshot extends FileContent {
  readonly text: string;
}

/**
 * The credentials file on disk: read, checked, and replaced whole. The first
 * look at it is left to another thread: Ctrl-C works where the disk hangs.
 * What is over in a moment is then done in this one, which is quicker.
 */
export class FileStore implements PrivateStore {
  readonly #path: string;
  readonly #log: Log;
  #hasWarned = false;
  /** What the file had in it when it was last read. */
  #known: Uint8Array = new Uint8Array();

  /**
   * @param path The file, or a link to it.
   * @param log Where to say what is done.
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
      await this.#target(),
      ({ bytes }) => !isBlank(bytes) && isComplete(bytes),
    );
    if (!info) {
      throw new UpdstsError(
        "file_not_found",
        `there is no credentials file ${this.#path}`,
        'make it with "aws configure", or name another with -c',
      );
    }
    this.#known = bytes;
    const mode = Deno.build.os === "windows" ? null : info.mode;
    return { bytes, mode: mode === null ? undefined : mode & 0o7777 };
  }

  async isBindMounted(): Promise<boolean> {
    return isBindMounted(await this.#target());
  }

  async makePrivate(signal: AbortSignal): Promise<void> {
    const target = await this.#targetToWrite();
    await this.#writing(target, signal, async () => {
      const { info } = await readSettledFile(target, ({ info }) => !!info);
      if (!info) throw fileEmptied(target);
      await takeFromOthers(target);
      this.#log.info(`took ${target} from other users`);
    });
  }

  async dryRun(
    edit: (text: string) => string,
    signal: AbortSignal,
  ): Promise<void> {
    const target = await this.#targetToWrite();
    await this.#writing(target, signal, async (temporary) => {
      const { text, info } = await this.#current(target);
      const edited = edit(text);
      if (edited === text) return;
      if (info) await refuseReadOnly(target);
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
    const target = await this.#targetToWrite();
    await this.#writing(target, signal, async (temporary) => {
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
          noteReplacement(target, identity);
          return;
        }
        await discardReplacement(temporary);
        this.#log.info(`${target} was changed meanwhile; reading it again`);
      }
      throw fileBusy(target);
    });
  }

  async withSessionLock<T>(
    section: string,
    work: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const target = await this.#targetToWrite();
    const directory = ownFile(target, "refresh");
    await makeLockDirectory(directory, ownerOf(target));
    const lock = join(directory, await digest(section));
    return await withLock(lock, ownerOf(target), work, {
      signal,
      timeout: REFRESH_TIMEOUT,
      onWait: () =>
        this.#log.warn(`another updsts refreshes "${section}"; waiting for it`),
    });
  }

  /** The text to edit: never one that another program has yet to finish. */
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

  /** Once: the file may be read several times. */
  #warnOfMode(): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#log.warn(
      `other users can get at ${this.#path}; "chmod 600" would keep them out`,
    );
  }

  /** The file is in place: what is said here changes nothing about that. */
  async #reportWritten(target: string, lost: string[]): Promise<void> {
    this.#log.info(`wrote ${target}`);
    for (const text of lost) this.#log.warn(text);
    const why = await syncDirectory(dirname(target));
    if (why === undefined) return;
    this.#log.warn(
      `${target} is written, but a power failure may bring the old one back: cannot sync ${
        dirname(target)
      }: ${why}`,
    );
  }

  /** Work under the lock that leaves no temporary file, however it ends. */
  async #writing(
    target: string,
    signal: AbortSignal | undefined,
    work: (temporary: string) => Promise<void>,
  ): Promise<void> {
    const temporary = ownFile(target, "new");
    const tidyWork = async () => {
      try {
        await work(temporary);
      } catch (error) {
        await discardReplacement(temporary).catch(() => {});
        throw fileFailure("file_not_writable", `cannot write ${target}`, error);
      }
    };
    await withLock(ownFile(target, "lock"), ownerOf(target), tidyWork, {
      signal,
      onWait: () =>
        this.#log.warn(
          `another updsts is writing ${target}; waiting for it${
            signal ? " (Ctrl-C: nothing is written)" : ""
          }`,
        ),
    });
  }

  /** A symlink stays one: the file that it leads to is the one replaced. */
  async #target(): Promise<string> {
    return (await this.#resolve()).target;
  }

  /**
   * The same, for a write. Of a user's symlink to another user's file, only
   * root could keep the owner, and root would change files for that user.
   */
  async #targetToWrite(): Promise<string> {
    const { target, link } = await this.#resolve();
    if (!link || Deno.build.os === "windows") return target;
    const uid = attempt(() => Deno.lstatSync(target))?.uid;
    if (uid === undefined || [uid, 0].includes(link.uid!)) return target;
    throw new UpdstsError(
      "file_not_writable",
      `${this.#path} is a symlink of the user ${link.uid} to a file of the user ${uid}`,
      `name the file itself with "-c ${shellQuote([target])}"`,
    );
  }

  async #resolve(): Promise<{ target: string; link?: Deno.FileInfo }> {
    const path = this.#path;
    let link: Deno.FileInfo | undefined;
    try {
      link = await Deno.lstat(path);
      if (!link.isSymlink) return { target: path };
      return { target: await realPathOf(path), link };
    } catch (error) {
      if (error instanceof Deno.errors.NotFound && !link) {
        return { target: path };
      }
      // A shell's <(command) is a symlink to no path.
      const info = attempt(() => Deno.statSync(path));
      if (info) refuseNonRegular(path, info);
      throw fileFailure("file_unreadable", `cannot read ${path}`, error);
    }
  }
}

/** The file, or else its directory, whose owner is to own the locks too. */
function ownerOf(path: string): Deno.FileInfo {
  try {
    return attempt(() => Deno.lstatSync(path)) ??
      Deno.statSync(dirname(path));
  } catch (error) {
    throw fileFailure("file_not_writable", `cannot write ${path}`, error);
  }
}

/**
 * Stands for a section in a file's name: its own may be too long, or have a
 * slash. It is short, so that however many names an agent makes up, there are
 * no more than 4096 files; sections that share one wait for each other.
 */
async function digest(section: string): Promise<string> {
  const bytes = new TextEncoder().encode(section);
  const hash = new DataView(await crypto.subtle.digest("SHA-256", bytes));
  return (hash.getUint16(0) >> 4).toString(16).padStart(3, "0");
}

function isSame(before: FileContent, now: FileContent): boolean {
  return hasSameBytes(before.bytes, now.bytes) &&
    before.info?.ino === now.info?.ino &&
    before.info?.mode === now.info?.mode;
}
