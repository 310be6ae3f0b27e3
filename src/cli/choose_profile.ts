import { defaultProfiles } from "../credentials/default_profile.ts";
import { UpdstsError } from "../errors.ts";
import { readProfiles } from "../operations/read_profiles.ts";
import type { CommandContext } from "./command_types.ts";
import { shortList } from "./usage_errors.ts";

/**
 * Chooses the profile where the command line names none: see
 * {@linkcode defaultProfiles}.
 *
 * @throws {UpdstsError} `usage` with the profiles to choose from.
 */
export async function chooseProfile(
  { services, log }: CommandContext,
  credentialFile: string | undefined,
): Promise<string> {
  const store = services.openStore(services.credentialPath(credentialFile));
  const names = await readProfiles(
    { store, isFileOptional: !credentialFile },
    await services.readConfig(),
    defaultProfiles,
  );
  const [name, ...others] = names;
  if (name !== undefined && others.length === 0) {
    log.info(`the profile is ${name}`);
    return name;
  }
  if (name === undefined) {
    throw new UpdstsError(
      "usage",
      "no profile is given, and none has long-term access keys and an MFA device",
      "write mfa_device_arn into the profile that has your long-term access keys, or name the profile: updsts get NAME",
    );
  }
  throw new UpdstsError(
    "usage",
    `no profile is given, and several have an MFA device: ${shortList(names)}`,
    "name one: updsts get NAME",
  );
}
