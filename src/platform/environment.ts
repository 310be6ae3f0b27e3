import { homedir } from "node:os";
import { attempt } from "../util/attempt.ts";

/** Reads a variable; one that the permissions do not include counts as not set. */
export function env(name: string): string | undefined {
  try {
    return Deno.env.get(name);
  } catch (error) {
    // Invalid UTF-8, which no setting and no path accepts.
    return error instanceof Deno.errors.InvalidData ? "\ufffd" : undefined;
  }
}

/** The user's home directory, also where no variable names it. */
export function home(): string | undefined {
  return homeOf(env, Deno.build.os) || attempt(homedir) || undefined;
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
