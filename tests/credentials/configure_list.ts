import { canRun } from "../support/programs.ts";
import { runPython } from "./botocore.ts";

/** Whether `aws` is installed, as a package of the `python3` here. */
export const hasAws = canRun(
  "python3",
  "-c",
  "import awscli.customizations.configure.list",
);

/** The two files, and the profiles to run for; `null` is no profile. */
export interface ListRun {
  readonly config: Uint8Array;
  readonly credentials: Uint8Array;
  readonly profiles: readonly (string | null)[];
}

/**
 * The exit status of `aws configure list --profile X` for each profile of each
 * run, all in one process, as if STS, IAM Identity Center and the programs of
 * `credential_process` answered.
 */
export async function configureList(
  runs: readonly ListRun[],
): Promise<number[][]> {
  const input = runs.map(({ config, credentials, profiles }) => [
    ...[config, credentials].map((bytes) => String.fromCharCode(...bytes)),
    profiles,
  ]);
  const script = new URL("configure_list.py", import.meta.url).pathname;
  return await runPython([script], input) as number[][];
}
