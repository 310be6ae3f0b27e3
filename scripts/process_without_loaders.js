/**
 * In the place of `node:process`, whose named exports would keep what the
 * program takes away from the object itself (see src/native/take_away.ts).
 */
const { process } = globalThis;
export const { env, versions } = process;
export default process;
