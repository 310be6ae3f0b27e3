import { dirname, join } from "node:path";
import { UpdstsError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { InspectedFile, PrivateStore } from "../doctor.ts";
import { orNothing } from "../or_nothing.ts";
import { decode, hasLinesOf, hasSameBytes, isBlank } from "./content.ts";
import { fileFailure, systemCode } from "./failures.ts";
import { makeLockFolder, withLock } from "./lock.ts";
import { ownFile } from "./own_files.ts";
import {
  fileBusy,
  type FileContent,
  readFileOnce,
  refuseOther,
} from "./read_file.ts";
import {
  discardReplacement,
  keepMode,
  rename,
  syncFolder,
  writeReplacement,
} from "./replacement.ts";
import {
  fileIdentity,
  noteReplacement,
  readSettledFile,
  realPathOf,
} from "./settled_file.ts";

/** Another program that writes as often as this is not going to stop. */
const MAX_ATTEMPTS = 10;
/** Whoever refreshes may be asking a person for a code: ten minutes. */
const REFRESH_PATIENCE = 600_000;

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
      orNothing(() => [decoded(bytes)]) !== undefined
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

  async makePrivate(signal: AbortSignal): Promise<void> {
    const target = await this.#target();
    await this.#writing(target, signal, async () => {
      const { info } = await readSettledFile(target, ({ info }) => !!info);
      if (!info) throw emptied(target);
      await Deno.chmod(target, info.mode! & 0o600);
      this.#log.info(`took ${target} from other users`);
    });
  }

  async rehearse(
    edit: (text: string) => string,
    signal: AbortSignal,
  ): Promise<void> {
    const target = await this.#target();
    await this.#writing(target, signal, async (temporary) => {
      const { text, info } = await this.#current(target);
      const edited = edit(text);
      if (edited === text) return;
      if (info) refuseReadOnly(target);
      await writeReplacement(temporary, edited, info);
      keepMode(temporary, info);
      discardReplacement(temporary);
      if (info) refuseMountPoint(target, temporary);
    });
    this.#log.debug(`${target} can be written`);
  }

  async update(
    edit: (text: string) => string,
    signal?: AbortSignal,
  ): Promise<void> {
    const target = await this.#target();
    await this.#writing(target, signal, async (temporary) => {
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const before = await this.#current(target);
        const edited = edit(before.text);
        if (edited === before.text) return;
        await writeReplacement(temporary, edited, before.info);
        keepMode(temporary, before.info);
        const identity = fileIdentity(temporary);
        if (isSame(before, await readFileOnce(target))) {
          await rename(temporary, target);
          await syncFolder(dirname(target));
          noteReplacement(target, identity);
          this.#log.info(`wrote ${target}`);
          return;
        }
        discardReplacement(temporary);
        this.#log.info(`${target} was changed meanwhile; reading it again`);
      }
      throw fileBusy(target);
    });
  }

  async oneAtATime<T>(
    section: string,
    work: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const target = await this.#target();
    const folder = ownFile(target, "refresh");
    await makeLockFolder(folder, ownerOf(target));
    const lock = join(folder, await digest(section));
    return await withLock(lock, ownerOf(target), work, {
      signal,
      patience: REFRESH_PATIENCE,
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
    if (isBlank(bytes) && !isBlank(known)) throw emptied(target);
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
        orNothing(() => discardReplacement(temporary));
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

  /** A link stays a link: the file that it leads to is the one replaced. */
  async #target(): Promise<string> {
    let isLink = false;
    try {
      isLink = (await Deno.lstat(this.#path)).isSymlink;
      return isLink ? await realPathOf(this.#path) : this.#path;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound && !isLink) return this.#path;
      // A shell's <(command) is a symlink to no path.
      const info = orNothing(() => Deno.statSync(this.#path));
      if (info) refuseOther(this.#path, info);
      throw fileFailure(
        "file_unreadable",
        `cannot read ${this.#path}`,
        error,
      );
    }
  }
}

function emptied(path: string): UpdstsError {
  return new UpdstsError(
    "file_busy",
    `another program emptied or removed ${path}`,
    'restore the file from a backup, or make it again with "aws configure"',
  );
}

/** The file, or else its folder, whose owner is to own the locks too. */
function ownerOf(path: string): Deno.FileInfo {
  try {
    return orNothing(() => Deno.statSync(path)) ?? Deno.statSync(dirname(path));
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

/** A file that its user made read-only is not replaced behind the user's back. */
function refuseReadOnly(path: string): void {
  try {
    using _file = Deno.openSync(path, { write: true });
  } catch (error) {
    // An editor is replacing it: the update waits for that.
    if (error instanceof Deno.errors.NotFound) return;
    throw fileFailure(
      "file_not_writable",
      `cannot write ${path}`,
      error,
      systemCode(error) === "EACCES"
        ? 'if it is yours, "chmod u+w" makes it writable again'
        : undefined,
    );
  }
}

/** A file that is mounted by itself, as into a container, can't be replaced. */
function refuseMountPoint(path: string, other: string): void {
  try {
    Deno.linkSync(path, other);
  } catch (error) {
    if (systemCode(error) !== "EXDEV") return;
    throw new UpdstsError(
      "file_not_writable",
      `${path} is mounted by itself and can't be replaced`,
      "mount its folder instead",
    );
  }
  Deno.removeSync(other);
}
