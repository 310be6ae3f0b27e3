import type { CredentialsDocument } from "../credentials/document.ts";
import type { ProfileSettings } from "../credentials/profiles.ts";
import type { PrivateStore } from "./doctor.ts";
import type { AskSts, CredentialStore } from "./types.ts";
import type { AskIdentity } from "./whoami.ts";

/** What the command line and the MCP server need around them. */
export interface Services {
  /** The credentials file's path: the given one, else that of the environment. */
  credentialPath(given?: string): string;
  /** The path of `~/.aws/config`; nothing without a home directory. */
  configPath(): string | undefined;
  /** The path with the home directory in place of a leading `~`, if there is one. */
  expandHome(path: string): string | undefined;
  /** A credentials file. */
  openStore(path: string): CredentialStore;
  /** The same file for those who look after it. */
  openPrivateStore(path: string): PrivateStore;
  /** `~/.aws/config`; an empty document where there is none. */
  readConfig(): Promise<CredentialsDocument>;
  /** The same; nothing where it is there and can't be read. */
  inspectConfig(): Promise<CredentialsDocument | undefined>;
  /** Gets STS ready for a profile's settings and MFA device. */
  connect(settings: ProfileSettings, mfaDevice: string): Promise<AskSts>;
  /** Gets STS ready to say whose keys are whose. */
  connectIdentity(
    settings: ProfileSettings,
    arn: string,
  ): Promise<AskIdentity>;
}
