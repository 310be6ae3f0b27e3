/**
 * Replaces src/sts/partitions.ts in an executable, and prints the permissions with
 * which the text of the files is searched.
 */
import { printStates } from "./permission_states.ts";

export * from "../../src/sts/partitions.ts";

export function stsHostsIn(): never {
  printStates(Deno.env.get("HOME")!);
}
