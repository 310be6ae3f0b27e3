/**
 * Replaces `node:process`, whose named exports would keep what the
 * program takes away from the object itself (see src/platform/remove_loaders.ts).
 */
const { process } = globalThis;
/** Packages read no environment variables, and set none. */
export const env = Object.freeze({});
export const { versions } = process;
export default process;
