import { settingReader } from "../credentials/read_setting.ts";
import { readExpiry, remainingSeconds } from "../credentials/expiry.ts";
import { mask, showArn } from "../credentials/mask_values.ts";
import { isProfileName } from "../credentials/names.ts";
import { parse } from "../credentials/parse.ts";
import { type ProfileInfo, profileInfo } from "../credentials/profile_info.ts";
import { type Profile, Profiles } from "../credentials/profiles.ts";
import { UpdstsError } from "../errors.ts";
import { checkProfileName } from "../operations/check_request.ts";
import { readProfiles } from "../operations/read_profiles.ts";
import { isVisible } from "./allowed_profiles.ts";
import { credentialPath, type ToolContext } from "./tool_context.ts";
import type { ToolArguments } from "./tool_schemas.ts";

/** `updsts_get_credential_info` */
export async function info(
  context: ToolContext,
  args: ToolArguments<"updsts_get_credential_info">,
): Promise<ToolProfile | null> {
  checkProfileName(args.profile_name);
  const profiles = await readAllProfiles(context, args.cred_file);
  return toolProfiles(context, profiles, [args.profile_name])[0] ?? null;
}

/** `updsts_get_credential_info_list` */
export async function list(
  context: ToolContext,
  args: ToolArguments<"updsts_get_credential_info_list">,
): Promise<ToolProfile[]> {
  const profiles = await readAllProfiles(context, args.cred_file);
  return toolProfiles(context, profiles, profiles.names());
}

/** A profile, as a model gets it. */
interface ToolProfile extends ProfileInfo {
  /** Models are bad at calculating with dates and time zones. */
  readonly remaining_seconds: number | null;
  readonly role_arn: string | null;
  readonly source_profile: string | null;
}

/** Of the config's profiles, those with a role can have a session. */
function toolProfiles(
  { allowedProfiles, now }: ToolContext,
  profiles: Profiles,
  names: readonly string[],
): ToolProfile[] {
  return names.filter((name) => isVisible(allowedProfiles, profiles, name))
    .flatMap((name) => profiles.find(name) ?? [])
    .filter(({ section, get }) => section || get("role_arn"))
    .map((profile) => toolProfile(profiles, profile, now()));
}

function toolProfile(
  profiles: Profiles,
  { name, section, mfaDevice, get }: Profile,
  now: Date,
): ToolProfile {
  const read = settingReader(profiles.credentials, section);
  const role = get("role_arn");
  const source = get("source_profile");
  return {
    ...profileInfo(name, read, {
      mfaDevice,
      isManaged: profiles.sourceProfileOf(name) !== undefined,
      now,
    }),
    remaining_seconds: remainingSeconds(readExpiry(read)?.date, now),
    role_arn: role ? showArn(role) : null,
    // Text after a line break in it may be a secret.
    source_profile: source
      ? isProfileName(source) ? source : mask(source)
      : null,
  };
}

/** The profiles of both files; a missing default credentials file is empty. */
export async function readAllProfiles(
  context: ToolContext,
  credFile: string | undefined,
): Promise<Profiles> {
  const { services } = context;
  const store = services.openStore(await credentialPath(context, credFile));
  const config = await services.inspectConfig() ?? parse("");
  try {
    return await readProfiles({ store }, config, (profiles) => profiles);
  } catch (error) {
    const isMissing = error instanceof UpdstsError &&
      error.code === "file_not_found";
    if (!isMissing || credFile !== undefined) throw error;
    return new Profiles(parse(""), config);
  }
}
