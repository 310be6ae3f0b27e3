import { homedir } from "node:os";

/** Reads a variable; one that the permissions do not include counts as not set. */
export function env(name: string): string | undefined {
  try {
    return Deno.env.get(name);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return undefined;
    throw error;
  }
}

/** Does the permission to read the environment include the variable? */
export function maySee(variable: string): boolean {
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  return state === "granted";
}

/** The user's home directory, also where no variable names it. */
export function home(): string | undefined {
  const set = env("HOME") ||
    (Deno.build.os === "windows" ? env("USERPROFILE") : undefined);
  if (set) return set;
  try {
    return homedir() || undefined;
  } catch {
    return undefined;
  }
}
