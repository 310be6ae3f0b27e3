import { readKeys } from "../credentials/keys.ts";
import { parse } from "../credentials/parse.ts";
import { refuseInvalid } from "../credentials/refusals.ts";
import { UpdstsError } from "../errors.ts";
import { checkProfileName, findProfile } from "../refresh.ts";
import { type KeyFormat, keyFormats } from "./key_formats.ts";
import type { CliSession, Flags } from "./run.ts";

/** The flags of `export`. */
export interface ExportFlags extends Flags {
  readonly profile: string;
  readonly format: KeyFormat | undefined;
  readonly toTerminal: boolean | undefined;
}

/** `updsts export`: gives a profile's keys to another program. */
export async function exportKeys(
  { world, services, log }: CliSession,
  flags: ExportFlags,
): Promise<void> {
  const format = formatOf(flags);
  checkProfileName(flags.profile);
  if (world.stdout.isTerminal && !flags.toTerminal) {
    throw new UpdstsError(
      "usage",
      "export prints secrets, and standard output is a terminal",
      "let a program read them, or say --to-terminal",
    );
  }
  const path = services.credentialPath(flags.credentialFile);
  log.info(`the credentials file is ${path}`);
  const document = parse(await services.openStore(path).read());
  refuseInvalid(document);
  const section = findProfile(document, flags.profile);
  const keys = readKeys(document, section, world.now());
  world.stdout.write(keyFormats[format](keys, section.name));
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
