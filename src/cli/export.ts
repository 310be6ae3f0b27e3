import { readKeys } from "../credentials/keys.ts";
import { parseValid } from "../credentials/checks.ts";
import { UpdstsError } from "../errors.ts";
import { checkProfileName, findProfile } from "../operations/get_session.ts";
import { isKeyFormat, type KeyFormat, keyFormats } from "./key_formats.ts";
import type { CommandSpec } from "./command.ts";
import type { CliSession } from "./context.ts";
import type { Flags } from "./options.ts";
import { choose, requireProfile } from "./usage_errors.ts";

const FORMATS = Object.keys(keyFormats);

/** `updsts export` as it is explained. */
export const spec: CommandSpec<"export"> = {
  usage: ["NAME --format FORMAT [-c FILE] [--to-terminal]"],
  description: [
    "Prints the keys of a profile, secrets included: a session of updsts, or " +
    "any profile with keys. This is the one command that prints secrets.",
    "",
    '  env: eval "$(updsts export NAME --format env)" in sh, bash and zsh',
    "  fish: updsts export NAME --format fish | source",
    "  powershell: updsts export NAME --format powershell | Invoke-Expression",
    "  process: credential_process = updsts export NAME --format process in ~/.aws/config",
    "  json: for other programs, by the names that list --json has",
  ],
  options: {
    profile: { brief: "The profile whose keys are wanted" },
    format: {
      brief: "The program that reads them; there is no default but --json",
      choices: FORMATS,
    },
    toTerminal: { brief: "Print even where standard output is a terminal" },
  },
};

/** Prints a profile's keys for another program. */
export async function run(
  { runtime, services, log }: CliSession,
  flags: Flags<"export">,
): Promise<void> {
  const profileName = requireProfile(flags.profile, "export");
  const format = formatOf(flags);
  checkProfileName(profileName);
  if (runtime.stdout.isTerminal && !flags.toTerminal) {
    throw new UpdstsError(
      "usage",
      "export prints secrets, and standard output is a terminal",
      "pipe them to a program, or add --to-terminal",
    );
  }
  const path = services.credentialPath(flags.credentialFile);
  log.info(`the credentials file is ${path}`);
  const keys = await services.openStore(path).read((text) => {
    const document = parseValid(text);
    const section = findProfile(document, profileName);
    return readKeys(document, section, runtime.now());
  });
  runtime.stdout.write(keyFormats[format](keys, profileName));
}

function formatOf({ format, json }: Flags<"export">): KeyFormat {
  const chosen = format ?? (json ? "json" : undefined);
  if (chosen === undefined || !isKeyFormat(chosen)) {
    throw new UpdstsError("usage", "--format is missing", choose(FORMATS));
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
