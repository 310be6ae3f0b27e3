import { readKeys } from "../credentials/keys.ts";
import { parseValid } from "../credentials/checks.ts";
import { UpdstsError } from "../errors.ts";
import { checkProfileName, findProfile } from "../operations/get_session.ts";
import { type KeyFormat, keyFormats } from "./key_formats.ts";
import type { CliSession, Flags } from "./context.ts";

/** The flags of `export`. */
export interface ExportFlags extends Flags {
  readonly profile: string;
  readonly format: KeyFormat | undefined;
  readonly toTerminal: boolean | undefined;
}

/** `updsts export`: gives a profile's keys to another program. */
export async function exportKeys(
  { runtime, services, log }: CliSession,
  flags: ExportFlags,
): Promise<void> {
  const format = formatOf(flags);
  checkProfileName(flags.profile);
  if (runtime.stdout.isTerminal && !flags.toTerminal) {
    throw new UpdstsError(
      "usage",
      "export prints secrets, and standard output is a terminal",
      "let a program read them, or say --to-terminal",
    );
  }
  const path = services.credentialPath(flags.credentialFile);
  log.info(`the credentials file is ${path}`);
  const keys = await services.openStore(path).read((text) => {
    const document = parseValid(text);
    const section = findProfile(document, flags.profile);
    return readKeys(document, section, runtime.now());
  });
  runtime.stdout.write(keyFormats[format](keys, flags.profile));
}

function formatOf({ format, json }: ExportFlags): KeyFormat {
  const chosen = format ?? (json ? "json" : undefined);
  if (chosen === undefined) {
    throw new UpdstsError(
      "usage",
      "--format is missing, or its value is",
      `it is one of ${Object.keys(keyFormats).join(", ")}`,
    );
  }
  if (json && chosen !== "json" && chosen !== "process") {
    throw new UpdstsError(
      "usage",
      `--json and --format ${chosen} do not go together`,
      "leave one of them out",
    );
  }
  return chosen;
}
