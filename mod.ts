/**
 * updsts gets AWS STS sessions with an MFA code and saves them for AWS tools.
 *
 * As the main module it is the command line. As a library it does the same from
 * code: {@linkcode getSession} gets a session with an MFA code and writes it,
 * and the other functions read, edit and check the file. To import it needs no
 * permission; docs/library.md lists the permissions of each function.
 *
 * Times are `Date`s, durations are in seconds, and lines count from 1.
 *
 * @example
 * ```ts
 * import { getSession, UpdstsError } from "@x/updsts";
 *
 * try {
 *   const { stsProfileName, expiration } = await getSession({
 *     profile: "default",
 *     mfaCode: (device) => prompt(`MFA code of ${device}:`) ?? "",
 *   });
 *   console.log(`${stsProfileName} is valid until ${expiration.toISOString()}`);
 * } catch (error) {
 *   if (!(error instanceof UpdstsError)) throw error;
 *   console.log(error.message, error.hint);
 * }
 * ```
 *
 * @module
 */
export {
  type BlockOptions,
  editBlock,
  parseCredentials,
  type ParsedBlock,
  type ParsedCredentials,
  type ParsedSection,
  type ParseProblem,
  type ProfileInfo,
  profileInfos,
  type ProfileKeys,
  readKeys,
  type TimeOptions,
} from "./src/library/credentials_text.ts";
export {
  type CredentialsFile,
  type CredentialsFileOptions,
  openCredentialsFile,
  type UpdateOptions,
} from "./src/library/credentials_file.ts";
export {
  diagnose,
  type DiagnoseOptions,
  type Finding,
} from "./src/library/diagnose.ts";
export { type LibraryErrorCode, UpdstsError } from "./src/library/errors.ts";
export {
  getSession,
  type GetSessionOptions,
  type RoleOptions,
  type SessionInfo,
} from "./src/library/get_session.ts";

if (import.meta.main) {
  const { removeLoaders } = await import("./src/platform/remove_loaders.ts");
  removeLoaders(); // Before any dependency is loaded.
  const { main } = await import("./src/main.ts");
  await main();
}
