import { parseValid } from "../credentials/parse.ts";
import type { CredentialStore } from "../operations/credential_store.ts";
import type { PathEnvironment } from "../platform/aws_paths.ts";
import { credentialPath } from "../platform/required_paths.ts";
import { env, home } from "../platform/environment.ts";
import { requireOptionalStrings } from "./check_types.ts";
import { withLibraryErrors } from "./errors.ts";
import { warningLog } from "./warning_log.ts";

/** Options of {@linkcode openCredentialsFile}. */
export interface CredentialsFileOptions {
  /**
   * Receives warnings, one line each; by default they are dropped. An error that
   * it throws is ignored.
   */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** Options of {@linkcode CredentialsFile.update}. */
export interface UpdateOptions {
  /** Ends the wait for the lock. An update that holds it is finished. */
  readonly signal?: AbortSignal | undefined;
}

/** The credentials file on disk; {@linkcode openCredentialsFile} makes one. */
export interface CredentialsFile {
  /** The path, with `~` replaced; symlinks are not resolved. */
  readonly path: string;
  /**
   * Reads the file. A file that another program has truncated and not yet
   * written again is waited for.
   *
   * @returns The text, with its line ends and a byte order mark, if any. It may
   * be one that the AWS CLI rejects; {@linkcode parseCredentials} tells.
   * @throws {UpdstsError} `file_not_found`, `file_unreadable`, `file_busy`;
   * `file_invalid` where it is not UTF-8.
   */
  read(): Promise<string>;
  /**
   * Replaces the file, atomically, durably and under the lock that every updsts
   * uses. The mode and the owner stay, a symlink stays a symlink, and a file
   * that does not exist is created with mode 0600. What the edit changes is not
   * checked; {@linkcode editBlock} makes edits that are.
   *
   * @param edit Gives the new text for the current one, which is empty where
   * there is no file. It is called again where another program has changed the
   * file meanwhile. Where it returns the same text, nothing is written.
   * @param options How long to wait.
   * @throws {UpdstsError} `file_unreadable`, `file_invalid`, `file_not_writable`
   * or `file_busy`. The file is unchanged then. An abort rejects with the
   * signal's reason, and an error of `edit` is thrown as it is.
   */
  update(
    edit: (text: string) => string,
    options?: UpdateOptions,
  ): Promise<void>;
}

/**
 * Opens a credentials file. Nothing is read before the first call of a method.
 *
 * @param path The file; by default that of `AWS_SHARED_CREDENTIALS_FILE`, else
 * `~/.aws/credentials`.
 * @param options Where warnings go.
 * @returns The file.
 * @throws {UpdstsError} `usage` where the path is not a string; `file_not_found`
 * or `settings_invalid` where the environment does not say which file it is.
 *
 * @example
 * ```ts
 * import { editBlock, openCredentialsFile, UpdstsError } from "@x/updsts";
 *
 * const file = openCredentialsFile("/path/to/credentials");
 * const settings = { region: "eu-west-1" };
 * const block = { source: "default", section: "default_sts", settings };
 * try {
 *   await file.update((text) => editBlock(text, block));
 * } catch (error) {
 *   if (!(error instanceof UpdstsError)) throw error;
 *   console.log(error.message);
 * }
 * ```
 */
export function openCredentialsFile(
  path?: string,
  options: CredentialsFileOptions = {},
): CredentialsFile {
  return openCredentialsFileIn({ env, home }, path, options);
}

const NAMES = { credentialsFile: "path" };

/** The same, in a given environment. */
export function openCredentialsFileIn(
  environment: PathEnvironment,
  given: string | undefined,
  { onWarning }: CredentialsFileOptions,
): CredentialsFile {
  requireOptionalStrings({ path: given });
  const path = withLibraryErrors(
    () => credentialPath(environment, given),
    NAMES,
  );
  // One store: it compares what it reads with what it has read before.
  let store: CredentialStore | undefined;
  const openStore = async () => {
    const { makeServices } = await import("../make_services.ts");
    const log = warningLog(onWarning);
    return store ??= makeServices({ ...environment, log }).openStore(path);
  };
  return {
    path,
    read: () =>
      withLibraryErrors(async () => await readText(await openStore()), NAMES),
    update: (edit, { signal } = {}) =>
      withLibraryErrors(
        async () => await update(await openStore(), edit, signal),
        NAMES,
      ),
  };
}

/** Reads the text, and reads it again while it may be half of the file. */
async function readText(store: CredentialStore): Promise<string> {
  let invalid: { text: string; error: unknown } | undefined;
  try {
    return await store.read((text) => {
      try {
        parseValid(text);
      } catch (error) {
        invalid = { text, error };
        throw error;
      }
      return text;
    });
  } catch (error) {
    if (invalid?.error === error) return invalid!.text;
    throw error;
  }
}

async function update(
  store: CredentialStore,
  edit: (text: string) => string,
  signal: AbortSignal | undefined,
): Promise<void> {
  let failure: { error: unknown } | undefined;
  const checkedEdit = (text: string) => {
    try {
      const edited: unknown = edit(text);
      // A text that is not Unicode would be written as another one.
      if (typeof edited === "string" && edited.isWellFormed()) return edited;
      throw new TypeError("the edit must return the new text of the file");
    } catch (error) {
      failure = { error };
      throw error;
    }
  };
  try {
    await store.update(checkedEdit, signal);
  } catch (error) {
    throw failure ? failure.error : error;
  }
}
