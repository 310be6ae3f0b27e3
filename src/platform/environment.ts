import { homedir } from "node:os";
import { attempt } from "../util/attempt.ts";

/** Reads a variable; one that the permissions do not include counts as not set. */
export function env(name: string): string | undefined {
  try {
    return Deno.env.get(name);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return undefined;
    // Invalid UTF-8, for which no path and no setting is accepted.
    if (error instanceof Deno.errors.InvalidData) return "\ufffd";
    throw error;
  }
}

/** The user's home directory, also where no variable names it. */
export function home(): string | undefined {
  const set = homeOf(env, Deno.build.os);
  if (set) return set;
  return attempt(homedir) || undefined;
}

/**
 * The home directory that the environment names. On Windows it is the one of the
 * AWS CLI and of the SDKs for Python and Go, which ignore `HOME`.
 */
export function homeOf(
  env: (name: string) => string | undefined,
  os: typeof Deno.build.os,
): string | undefined {
  if (os !== "windows") return env("HOME");
  const [drive, path] = [env("HOMEDRIVE"), env("HOMEPATH")];
  return env("USERPROFILE") || (drive && path ? `${drive}${path}` : undefined);
}
