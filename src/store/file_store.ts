import { basename, dirname, join } from "node:path";
import { UpdstsError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { InspectedFile, PrivateStore } from "../doctor.ts";
import { fileFailure, systemCode } from "./failures.ts";
import { withLock } from "./lock.ts";
import {
  discardReplacement,
  keepMode,
  rename,
  syncFolder,
  writeReplacement,
} from "./replacement.ts";

/** No credentials file is larger; a mistaken path may well be. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Another program that writes as often as this is not going to stop. */
const MAX_ATTEMPTS = 20;
/** Whoever refreshes may be asking a person for a code: ten minutes. */
const REFRESH_PATIENCE = 600_000;
/** A refresh that asks nobody is over sooner than this, in milliseconds. */
const WAIT_UNNOTICED = 1500;

interface Snapshot {
  readonly text: string;
  /** Nothing where there is no file. */
  readonly info: Deno.FileInfo | undefined;
}

/** The credentials file on disk: read, checked, and replaced whole. */
export class FileStore implements PrivateStore {
  readonly #path: string;
  readonly #log: Log;
  #hasWarned = false;

  /**
   * @param path The file, or a link to it.
   * @param log Where to say what is done.
   */
  constructor(path: string, log: Log) {
    this.#path = path;
    this.#log = log;
  }

  async read(): Promise<string> {
    const { text, mode } = await this.inspect();
    if (mode !== undefined && (mode & 0o077) !== 0) this.#warnOfMode();
    return text;
  }

  async inspect(): Promise<InspectedFile> {
    const { text, info } = await this.#snapshot(await this.#target());
    if (!info) {
      throw new UpdstsError(
        "file_not_found",
        `there is no credentials file ${this.#path}`,
        'make it with "aws configure", or name another with -c',
      );
    }
    const mode = Deno.build.os === "windows" ? null : info.mode;
    return { text, mode: mode === null ? undefined : mode & 0o7777 };
  }

  async makePrivate(signal: AbortSignal): Promise<void> {
    const target = await this.#target();
    const work = async () => {
      const { mode } = await Deno.stat(target);
      await Deno.chmod(target, mode! & 0o600);
      this.#log.info(`took ${target} from other users`);
    };
    await this.#writing(target, work, signal);
  }

  async rehearse(
    edit: (text: string) => string,
    signal: AbortSignal,
  ): Promise<void> {
    const target = await this.#target();
    const temporary = sibling(target, "new");
    const work = async () => {
      const { text, info } = await this.#snapshot(target);
      const edited = edit(text);
      if (info) await refuseReadOnly(target);
      await writeReplacement(temporary, edited, info);
      await keepMode(temporary, info);
      await discardReplacement(temporary);
      if (info) await refuseMountPoint(target, temporary);
    };
    await this.#writing(target, work, signal);
    this.#log.debug(`${target} can be written`);
  }

  async update(edit: (text: string) => string): Promise<void> {
    const target = await this.#target();
    const temporary = sibling(target, "new");
    await this.#writing(target, async () => {
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const before = await this.#snapshot(target);
        await writeReplacement(temporary, edit(before.text), before.info);
        await keepMode(temporary, before.info);
        if (isSame(before, await this.#snapshot(target))) {
          await rename(temporary, target);
          await syncFolder(dirname(target));
          this.#log.info(`wrote ${target}`);
          return;
        }
        this.#log.info(`${target} was changed meanwhile; reading it again`);
      }
      throw new UpdstsError(
        "file_busy",
        `another program keeps changing ${target}`,
        "end that program and try again",
      );
    });
  }

  async oneAtATime<T>(
    section: string,
    work: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const lock = sibling(
      await this.#target(),
      `refresh-${await digest(section)}`,
    );
    const timer = setTimeout(() => {
      this.#log.warn(`another updsts refreshes "${section}"; waiting for it`);
    }, WAIT_UNNOTICED);
    try {
      return await withLock(
        lock,
        async () => {
          clearTimeout(timer);
          return await work();
        },
        signal,
        REFRESH_PATIENCE,
      );
    } finally {
      clearTimeout(timer);
    }
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
    work: () => Promise<void>,
    signal?: AbortSignal,
  ): Promise<void> {
    const temporary = sibling(target, "new");
    const tidyWork = async () => {
      try {
        await work();
      } catch (error) {
        await discardReplacement(temporary).catch(() => {});
        throw fileFailure("file_not_writable", `cannot write ${target}`, error);
      }
    };
    await withLock(sibling(target, "lock"), tidyWork, signal);
  }

  /** A link stays a link: the file that it leads to is the one replaced. */
  async #target(): Promise<string> {
    let isLink = false;
    try {
      isLink = (await Deno.lstat(this.#path)).isSymlink;
      return isLink ? await Deno.realPath(this.#path) : this.#path;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound && !isLink) return this.#path;
      throw fileFailure(
        "file_unreadable",
        `cannot read ${this.#path}`,
        error,
      );
    }
  }

  async #snapshot(path: string): Promise<Snapshot> {
    try {
      const info = await Deno.stat(path);
      refuseOddFile(path, info);
      return { text: decode(path, await Deno.readFile(path)), info };
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) {
        return { text: "", info: undefined };
      }
      throw fileFailure("file_unreadable", `cannot read ${path}`, error);
    }
  }
}

/** The same names at every run, so that none pile up. */
function sibling(
  path: string,
  what: "lock" | "new" | `refresh-${string}`,
): string {
  return join(dirname(path), `.${basename(path)}.updsts-${what}`);
}

/** Stands for a section in a file's name: its own may be too long, or have a slash. */
async function digest(section: string): Promise<string> {
  const bytes = new TextEncoder().encode(section);
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(
    new Uint8Array(hash, 0, 8),
    (byte) => byte.toString(16).padStart(2, "0"),
  ).join("");
}

function isSame(before: Snapshot, now: Snapshot): boolean {
  return before.text === now.text && before.info?.ino === now.info?.ino &&
    before.info?.mode === now.info?.mode;
}

function refuseOddFile(path: string, { isFile, size }: Deno.FileInfo): void {
  if (!isFile) {
    throw new UpdstsError("file_unreadable", `${path} is not a regular file`);
  }
  if (size > MAX_BYTES) {
    throw new UpdstsError(
      "file_unreadable",
      `${path} is larger than 64 MiB, so it is no credentials file`,
    );
  }
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
      .decode(bytes);
  } catch {
    throw new UpdstsError(
      "file_invalid",
      `${path} is not UTF-8 text, and the AWS CLI could not read it either`,
      "save it as UTF-8",
    );
  }
}

/** A file that its user made read-only is not replaced behind the user's back. */
async function refuseReadOnly(path: string): Promise<void> {
  using _file = await Deno.open(path, { write: true });
}

/** A file that is mounted by itself, as into a container, can't be replaced. */
async function refuseMountPoint(path: string, other: string): Promise<void> {
  try {
    await Deno.link(path, other);
  } catch (error) {
    if (systemCode(error) !== "EXDEV") return;
    throw new UpdstsError(
      "file_not_writable",
      `${path} is mounted by itself and can't be replaced`,
      "mount its folder instead",
    );
  }
  await Deno.remove(other);
}
