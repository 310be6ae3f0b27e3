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
