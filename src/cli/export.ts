import { checkProfileName } from "../operations/get_session.ts";
import { readCredentials } from "../operations/read_credentials.ts";
import type { CliSession, Flags } from "./context.ts";
import type { KeyFormat } from "./key_format_names.ts";
import { openKeyOutput } from "./key_output.ts";

/** The flags of `export`. */
export interface ExportFlags extends Flags {
  readonly profile: string;
  readonly format: KeyFormat | undefined;
  readonly toTerminal: boolean | undefined;
}

/** `updsts export`: prints a profile's credentials for another program. */
export async function exportKeys(
  { runtime, services, log }: CliSession,
  flags: ExportFlags,
): Promise<void> {
  const print = openKeyOutput("export", flags, runtime);
  checkProfileName(flags.profile);
  const path = services.credentialPath(flags.credentialFile);
  log.info(`the credentials file is ${path}`);
  const credentials = await readCredentials(flags.profile, {
    store: services.openStore(path),
    inspectConfig: services.inspectConfig,
    now: runtime.now,
  });
  print(credentials, flags.profile);
}
