import type { CredentialsDocument } from "./credentials/document.ts";
import { parse } from "./credentials/parse.ts";
import type { PrivateStore } from "./doctor.ts";
import { UpdstsError } from "./errors.ts";
import { refuseForbiddenHost, refuseNetworkPath } from "./executable_limits.ts";
import type { Log } from "./log.ts";
import { configPath, credentialPath, expandHome } from "./paths.ts";
import type { AskSts, CredentialStore, ProfileSettings } from "./refresh.ts";
import { readRegularFile } from "./regular_file.ts";
import { FileStore } from "./store/file_store.ts";
import type { FileContent } from "./store/read_file.ts";
import { readSettledFile } from "./store/settled_file.ts";
import type { ConnectOptions } from "./sts/client.ts";
import { stsHost } from "./sts/hosts.ts";
import { stsSettings } from "./sts/settings.ts";
import type { AskIdentity } from "./whoami.ts";

/** What the command line and the MCP server need of the world. */
export interface Services {
  /** The credentials file's path: the given one, else that of the environment. */
  credentialPath(given?: string): string;
  /** The path with the home folder in place of a leading `~`, if there is one. */
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

/** What the services stand on. */
export interface Ground {
  /** The environment; a variable that can't be read is not set. */
  env(name: string): string | undefined;
  /** The user's home folder. */
  home(): string | undefined;
  readonly log: Log;
}

/** STS answers within a second or two; a proxy may take longer. */
const REQUEST_TIMEOUT = 30_000;

/** The services as they are in a real run. */
export function makeServices(ground: Ground): Services {
  const { log } = ground;
  return {
    credentialPath: (given) => given ?? credentialPath(ground),
    expandHome: (path) => expandHome(ground, path),
    openStore: (path) => openStore(path, log),
    openPrivateStore: (path) => openStore(path, log),
    readConfig: async () => await readConfig(ground) ?? parse(""),
    inspectConfig: () => readConfig(ground),
    async connect(profile, mfaDevice) {
      const options = await connectOptions(ground, profile, mfaDevice);
      const { connect } = await import("./sts/client.ts");
      return connect(options);
    },
    async connectIdentity(profile, arn) {
      const options = await connectOptions(ground, profile, arn);
      const { connectIdentity } = await import("./sts/identity.ts");
      return connectIdentity(options);
    },
  };
}

function openStore(path: string, log: Log): FileStore {
  refuseNetworkPath(path);
  return new FileStore(path, log);
}

async function connectOptions(
  { env, log }: Ground,
  profile: ProfileSettings,
  arn: string,
): Promise<ConnectOptions> {
  const settings = stsSettings(env, profile, arn);
  const { region, isGlobal, endpoint, caBundle } = settings;
  log.debug(`region ${region}${isGlobal ? ", the global endpoint" : ""}`);
  const host = stsHost(settings);
  if (host) refuseForbiddenHost(host);
  if (endpoint) warnOfPlainText(endpoint, log);
  const caCertificates = caBundle === undefined
    ? undefined
    : await readCaBundle(caBundle);
  return { settings, caCertificates, timeout: REQUEST_TIMEOUT };
}

/** A missing config file is one that says nothing. */
async function readConfig(
  ground: Ground,
): Promise<CredentialsDocument | undefined> {
  const path = configPath(ground);
  if (path === undefined) return parse("");
  refuseNetworkPath(path);
  try {
    const { bytes } = await readSettledFile(path, isComplete, "follow");
    return parseBytes(bytes);
  } catch {
    ground.log.warn(`cannot read ${path}; going on without it`);
    return undefined;
  }
}

/** No config is complete, too; an empty one is hardly ever meant. */
function isComplete({ bytes, info }: FileContent): boolean {
  return !info || (bytes.length > 0 && parseBytes(bytes).problems.length === 0);
}

function parseBytes(bytes: Uint8Array): CredentialsDocument {
  return parse(new TextDecoder().decode(bytes));
}

async function readCaBundle(path: string): Promise<string> {
  refuseNetworkPath(path);
  try {
    return await readRegularFile(path);
  } catch (error) {
    throw new UpdstsError(
      "settings_invalid",
      `cannot read the CA bundle ${path}`,
      "AWS_CA_BUNDLE or ca_bundle names it, and it has to be a regular file of certificates in PEM format, without private keys; with deno run, --allow-read has to name it too",
      { cause: error },
    );
  }
}

/** The answer holds keys; on this computer alone it may go in the clear. */
function warnOfPlainText(endpoint: string, log: Log): void {
  const { protocol, hostname, host } = new URL(endpoint);
  log.info(`the STS endpoint is ${host}`);
  const isLoopback = hostname === "localhost" || hostname === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname);
  if (protocol === "http:" && !isLoopback) {
    log.warn(`the session comes from ${host} unencrypted`);
  }
}
