import type { CredentialsDocument } from "../credentials/document.ts";
import type { ProfileSettings } from "../credentials/profiles.ts";
import type { SettingChecks } from "./diagnose_file.ts";
import type { CredentialStore } from "./credential_store.ts";
import type { AskSts } from "./sts_request.ts";
import type { AskIdentity } from "./whoami.ts";

/** The services that the command line and the MCP server use. */
export interface Services {
  /** The credentials file's path: the given one, else that of the environment. */
  credentialPath(given?: string): string;
  /** The path of `~/.aws/config`; nothing without a home directory. */
  configPath(): string | undefined;
  /** Replaces a leading `~` with the home directory, if there is one. */
  expandHome(path: string): string | undefined;
  openStore(path: string): CredentialStore;
  /** `~/.aws/config`; an empty document where there is none. */
  readConfig(): Promise<CredentialsDocument>;
  /** The same; nothing where it exists and cannot be read. */
  inspectConfig(): Promise<CredentialsDocument | undefined>;
  /** The bytes of the config, for the doctor; nothing where it can't be read. */
  inspectConfigBytes(): Promise<Uint8Array | undefined>;
  /** The checks of settings that need the STS code. */
  readonly settingChecks: SettingChecks;
  /** Prepares requests to STS for a profile's settings, and an ARN of its partition. */
  connect(settings: ProfileSettings, arn: string): Promise<AskSts>;
  /** Prepares `GetCallerIdentity` for the same. */
  connectIdentity(
    settings: ProfileSettings,
    arn: string,
  ): Promise<AskIdentity>;
}
