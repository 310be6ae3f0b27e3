/**
 * The names that the project is published under. `deno task release:name OWNER
 * SCOPE` sets them here, in `deno.json` and in the pages.
 */

/** The repository on GitHub. */
export const REPOSITORY = "OWNER/updsts";

/** The module on JSR, as in `deno.json`. */
export const MODULE = "@x/updsts";
