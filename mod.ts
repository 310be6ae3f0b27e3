/**
 * updsts keeps AWS STS sessions fresh in the AWS credentials file.
 *
 * As the main module it is the command line. As a library it gives the parts
 * that are of use to other programs: the lossless credentials document, and
 * what may be shown of the profiles in it. It reads and writes no file by
 * itself.
 *
 * @example What is in a file, with the secrets masked
 * ```ts
 * import { parse, profileInfos } from "@x/updsts";
 *
 * const text = "[default]\naws_secret_access_key = abcdefgh\n";
 * const [info] = profileInfos(parse(text), new Date());
 * console.log(info?.aws_secret_access_key); // ******** (8 chars)
 * ```
 *
 * @example A session into its block, every other byte kept
 * ```ts
 * import { editBlock, parse } from "@x/updsts";
 *
 * const before = "[default]\nregion = eu-west-1";
 * const after = editBlock(parse(before), {
 *   source: "default",
 *   section: "default_sts",
 *   settings: new Map([["aws_session_token", "token"]]),
 * });
 * console.log(after.startsWith(before)); // true
 * ```
 *
 * @module
 */
export type {
  Block,
  BlockEdit,
  CredentialsDocument,
  Problem,
  Section,
  Setting,
} from "./src/credentials/document.ts";
export { editBlock } from "./src/credentials/edit.ts";
export { type Line } from "./src/credentials/lines.ts";
export { parse } from "./src/credentials/parse.ts";
export {
  type ProfileInfo,
  profileInfo,
  profileInfos,
} from "./src/credentials/profile.ts";
export {
  type CommandName,
  type ErrorCode,
  type Hint,
  type HintPart,
  type ParameterName,
  type RecommendedRequest,
  UpdstsError,
} from "./src/errors.ts";
export { hintText } from "./src/library/hint_text.ts";

if (import.meta.main) {
  const { removeLoaders } = await import("./src/platform/remove_loaders.ts");
  removeLoaders(); // Before any dependency is loaded.
  const { main } = await import("./src/main.ts");
  await main();
}
