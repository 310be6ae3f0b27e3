let isUpdsts = false;

/** Marks this process as the executable of updsts. */
export function markExecutable(): void {
  isUpdsts = true;
}

/**
 * Whether this process is the executable of updsts. A program that was compiled
 * with the library is not, though `Deno.build.standalone` is true in it.
 */
export function isExecutable(): boolean {
  return isUpdsts;
}
