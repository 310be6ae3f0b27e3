import { homedir } from "node:os";

/** A variable that the user's permissions leave out counts as not set. */
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

/** The user's home folder, also where the environment does not say. */
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
