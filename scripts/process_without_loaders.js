/**
 * In the place of `node:process`, whose named exports would keep what the
 * program takes away from the object itself (see src/platform/remove_loaders.ts).
 */
const { process } = globalThis;
/** Of variables, packages know none; and none can be set. */
export const env = Object.freeze({});
export const { versions } = process;
export default process;
