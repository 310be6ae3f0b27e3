import {
  blockAt,
  type CredentialsDocument,
  type Section,
} from "../credentials/document.ts";
import { readKeys } from "../credentials/keys.ts";
import { mask, showArn } from "../credentials/redact.ts";
import { profileInfo, readSetting } from "../credentials/profile.ts";
import { parseValid } from "../credentials/checks.ts";
import { profileSettings } from "../credentials/profiles.ts";
import type { ProfileSettings } from "../credentials/profiles.ts";
import type { CredentialStore, Keys } from "./types.ts";
import { findProfile } from "./session_source.ts";
import type { RecommendedRequest } from "../errors.ts";

/** The response of `GetCallerIdentity`. */
export interface Identity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

/** Sends `GetCallerIdentity` with the given keys. */
export type AskIdentity = (
  keys: Keys & { readonly renewal?: RecommendedRequest | undefined },
  signal: AbortSignal,
) => Promise<Identity>;

/** The dependencies of the operation. */
export interface WhoamiDependencies {
  readonly store: Pick<CredentialStore, "read">;
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

/** The identity behind the keys of a profile. */
export interface WhoamiResult {
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
  const { document, section, keys } = await dependencies.store.read((text) => {
    const document = parseValid(text);
    const section = findProfile(document, profileName);
    return {
      document,
      section,
      keys: readKeys(document, section, dependencies.now()),
    };
  });
  const config = await dependencies.readConfig();
  const settings = settingsFor(document, config, section);
  const arn = settings.get("mfa_device_arn") || settings.get("mfa_serial") ||
    settings.get("role_arn") || "";
  const ask = await dependencies.connectIdentity(settings, arn);
  const identity = await ask(
    { ...keys, renewal: renewalOf(document, config, section) },
    dependencies.signal,
  );
  return {
    profile_name: profileName,
    account: show(identity.account, ACCOUNT),
    arn: show(identity.arn, ARN),
    user_id: show(identity.userId, USER_ID),
    expiration_datetime: profileInfo(document, section, dependencies.now())
      .expiration_datetime,
  };
}

/** The request that renews a session of updsts. */
function renewalOf(
  document: CredentialsDocument,
  config: CredentialsDocument,
  section: Section,
): RecommendedRequest | undefined {
  const source = blockAt(document, section.line)?.source;
  if (source === undefined) return undefined;
  const role = readSetting(document, section, "assumed_role_arn");
  const own = profileSettings(document, source, config)?.get("role_arn");
  // A value that is not an ARN may be a secret.
  const isNamed = role && role !== own && showArn(role) === role;
  return {
    profileName: source,
    stsProfileName: section.name,
    role: isNamed ? { arn: role } : undefined,
  };
}

/** A session of updsts uses the settings of its source profile too. */
function settingsFor(
  document: CredentialsDocument,
  config: CredentialsDocument,
  section: Section,
): ProfileSettings {
  const own = profileSettings(document, section.name, config)!;
  const block = blockAt(document, section.line);
  const source = block && profileSettings(document, block.source, config);
  if (!source) return own;
  return {
    get: (key) => own.get(key) ?? source.get(key),
    endpointUrl: (service) =>
      own.endpointUrl(service) ?? source.endpointUrl(service),
  };
}

const ACCOUNT = /^\d{12}$/;
const ARN =
  /^arn:aws[a-z-]*:(iam|sts)::\d{12}:(root|[a-z-]+\/[\w+=,.@:/-]{1,512})$/;
const USER_ID = /^[A-Z0-9]{3,128}(:[\w+=,.@-]{2,64})?$/;

/** Masks an unexpected value: the endpoint may not be STS. */
function show(value: string, shape: RegExp): string {
  return shape.test(value) ? value : mask(value);
}
