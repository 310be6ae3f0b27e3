import type { CredentialsDocument } from "./credentials/document.ts";
import { parse } from "./credentials/parse.ts";
import type { PrivateStore } from "./doctor.ts";
import { UpdstsError } from "./errors.ts";
import type { Log } from "./log.ts";
import { configPath, credentialPath, expandHome } from "./paths.ts";
import { noPermissionToReach } from "./permissions.ts";
import type { AskSts, CredentialStore, ProfileSettings } from "./refresh.ts";
import { readRegularBytes, readRegularFile } from "./regular_file.ts";
import { FileStore } from "./store/file_store.ts";
import { decodeCaBundle } from "./sts/ca_bundle.ts";
import type { ConnectOptions } from "./sts/client.ts";
import { hostsToReach, proxyFor } from "./sts/proxy.ts";
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
  /** Opens credentials files, if not in the usual way. */
  readonly openStore?: OpenStore | undefined;
}

/** Opens a credentials file. */
export type OpenStore = (path: string, log: Log) => CredentialStore;

/** STS answers within a second or two; a proxy may take longer. */
const REQUEST_TIMEOUT = 30_000;

/** The services as they are in a real run. */
export function makeServices(ground: Ground): Services {
  const { log } = ground;
  return {
    credentialPath: (given) => given ?? credentialPath(ground),
    expandHome: (path) => expandHome(ground, path),
    openStore: (path) =>
      ground.openStore?.(path, log) ?? new FileStore(path, log),
    openPrivateStore: (path) => new FileStore(path, log),
    readConfig: async () => await readConfig(ground) ?? parse(""),
    inspectConfig: () => inspectConfig(ground),
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

async function connectOptions(
  ground: Ground,
  profile: ProfileSettings,
  arn: string,
): Promise<ConnectOptions> {
  const { env, log } = ground;
  const settings = stsSettings(ground, profile, arn);
  const { region, isGlobal, endpoint, caBundle } = settings;
  log.debug(`region ${region}${isGlobal ? ", the global endpoint" : ""}`);
  if (endpoint) warnOfPlainText(endpoint, log);
  const proxy = proxyFor(env, settings);
  if (proxy) log.debug(`the proxy of ${proxy.variable} is ${proxy.host}`);
  hostsToReach(env, settings).forEach(refuseWithoutPermission);
  const caCertificates = caBundle === undefined
    ? undefined
    : await readCaBundle(caBundle);
  return { settings, proxy, caCertificates, timeout: REQUEST_TIMEOUT };
}

/** With `--no-prompt`, and in the executable, asking is refused at once. */
function refuseWithoutPermission(host: string): void {
  const { state } = Deno.permissions.requestSync({ name: "net", host });
  if (state !== "granted") throw noPermissionToReach(host);
}

/**
 * A missing config file is one that says nothing, and so is the null device.
 *
 * @returns Nothing where the run may not look for it.
 */
async function readConfig(
  ground: Ground,
): Promise<CredentialsDocument | undefined> {
  const path = configPath(ground);
  if (path === undefined || isNullDevice(path)) return parse("");
  try {
    const text = await readRegularFile(path);
    // As UTF-8, every other character of UTF-16 is a zero.
    if (text.includes("\0")) throw notUtf8(path);
    return parse(text);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return parse("");
    if (error instanceof UpdstsError) throw error;
    // Without the permission, nobody knows whether there is a config.
    if (isDenied(error)) {
      ground.log.warn(`cannot read ${path}; going on without it`);
      return undefined;
    }
    throw new UpdstsError(
      "settings_invalid",
      `cannot read ${path}`,
      "make it a regular file that you can read; AWS_CONFIG_FILE=/dev/null means no config",
      { cause: error },
    );
  }
}

/** @returns Nothing where the config is there and can't be read. */
async function inspectConfig(
  ground: Ground,
): Promise<CredentialsDocument | undefined> {
  try {
    return await readConfig(ground);
  } catch (error) {
    if (!(error instanceof UpdstsError)) throw error;
    ground.log.warn(`${error.message}; going on without it`);
    return undefined;
  }
}

function isNullDevice(path: string): boolean {
  return path === "/dev/null" ||
    (Deno.build.os === "windows" && path.toUpperCase() === "NUL");
}

function notUtf8(path: string): UpdstsError {
  return new UpdstsError(
    "settings_invalid",
    `cannot read ${path}: it is encoded in UTF-16, not in UTF-8`,
    "save it as UTF-8, which the AWS CLI needs too",
  );
}

function isDenied(error: unknown): boolean {
  // The executable leaves out only what can't be a config.
  return error instanceof Deno.errors.NotCapable && !Deno.build.standalone;
}

async function readCaBundle(path: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readRegularBytes(path);
  } catch (error) {
    throw new UpdstsError(
      "settings_invalid",
      `cannot read the CA bundle ${path}`,
      "set AWS_CA_BUNDLE or ca_bundle to a regular file of certificates in PEM format, without private keys; with deno run, --allow-read has to name it too",
      { cause: error },
    );
  }
  return decodeCaBundle(path, bytes);
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
