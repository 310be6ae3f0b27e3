import type { CredentialsDocument } from "../credentials/document.ts";
import { type Keys, readKeys } from "../credentials/read_keys.ts";
import { showIf } from "../credentials/mask_values.ts";
import { readExpiry, showExpiry } from "../credentials/expiry.ts";
import { settingReader } from "../credentials/read_setting.ts";
import { partitionArn, type ProfileSettings } from "../credentials/profiles.ts";
import { type CredentialsDependencies, readProfiles } from "./read_profiles.ts";
import { renewalOf } from "./renewal.ts";
import { requireKeys } from "./require_keys.ts";
import type { RecommendedRequest } from "../errors.ts";

/** The response of `GetCallerIdentity`. */
interface Identity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

export type AskIdentity = (
  keys: Keys & { readonly renewal?: RecommendedRequest | undefined },
  signal: AbortSignal,
) => Promise<Identity>;

interface WhoamiDependencies extends CredentialsDependencies {
  /** `~/.aws/config`; an empty document where there is none. */
  readConfig(): Promise<CredentialsDocument>;
  /** Prepares requests for a profile's settings, and an ARN of its partition. */
  connectIdentity(
    settings: ProfileSettings,
    arn: string,
  ): Promise<AskIdentity>;
  now(): Date;
  readonly signal: AbortSignal;
}

interface WhoamiResult {
  readonly profile_name: string;
  readonly account: string;
  readonly arn: string;
  readonly user_id: string;
  /** `null` where the file has none. */
  readonly expiration_datetime: string | null;
}

/** Gets the identity behind a profile's keys from STS, which shows that they work. */
export async function whoami(
  profileName: string,
  dependencies: WhoamiDependencies,
): Promise<WhoamiResult> {
  const { profiles, document, section, keys } = await readProfiles(
    dependencies,
    await dependencies.readConfig(),
    (profiles) => {
      const { document, section } = requireKeys(profiles, profileName);
      const keys = readKeys(document, section, dependencies.now());
      return { profiles, document, section, keys };
    },
  );
  const settings = profiles.sessionSettings(profileName)!;
  const ask = await dependencies.connectIdentity(
    settings,
    partitionArn(settings),
  );
  const identity = await ask(
    { ...keys, renewal: renewalOf(profiles, section) },
    dependencies.signal,
  );
  const expiry = readExpiry(settingReader(document, section));
  return {
    profile_name: profileName,
    account: showAccount(identity.account),
    arn: showArn(identity.arn),
    user_id: showUserId(identity.userId),
    expiration_datetime: expiry ? showExpiry(expiry) : null,
  };
}

// An unexpected value is masked: the endpoint may not be STS.
const showAccount = showIf(/^\d{12}$/);
const showArn = showIf(
  /^arn:aws[a-z-]*:(iam|sts)::\d{12}:(root|[a-z-]+\/[\w+=,.@:/-]{1,512})$/,
);
const showUserId = showIf(/^[A-Z0-9]{3,128}(:[\w+=,.@-]{2,64})?$/);
