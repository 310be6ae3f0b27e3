import type { BundleFault } from "./credentials/doctor/connection_findings.ts";
import type { SettingChecks } from "./operations/diagnose_file.ts";
import type { Services } from "./operations/services.ts";
import type { CredentialsDocument } from "./credentials/document.ts";
import { parse } from "./credentials/parse.ts";
import { parseBytes } from "./operations/parse_bytes.ts";
import { UpdstsError } from "./errors.ts";
import {
  refuseForbiddenHost,
  refuseNetworkPath,
} from "./executable/refuse_host_or_path.ts";
import { attempt } from "./util/attempt.ts";
import type { Log } from "./util/log.ts";
import { expandHome } from "./platform/aws_paths.ts";
import { isExecutable } from "./platform/executable.ts";
import { configPath, credentialPath } from "./platform/required_paths.ts";
import type { ProfileSettings } from "./credentials/profiles.ts";
import { FileStore } from "./file/file_store.ts";
import { decodeCaBundle } from "./sts/ca_bundle.ts";
import type { ConnectOptions } from "./sts/client.ts";
import { explainSettings } from "./sts/explain_setting.ts";
import { proxyFor, requiredHosts } from "./sts/proxy.ts";
import { proxyFaults } from "./sts/proxy_faults.ts";
import { readFileOnce, readSettledFile } from "./file/read_file.ts";
import type { FileContent } from "./file/regular_file.ts";
import { isRegionName, stsSettings } from "./sts/region_and_endpoint.ts";

interface ServiceEnvironment {
  /** The environment; a variable that can't be read is not set. */
  env(name: string): string | undefined;
  home(): string | undefined;
  readonly log: Log;
}

/** STS answers within a second or two; a proxy may take longer. */
const REQUEST_TIMEOUT = 30_000;

export function makeServices(environment: ServiceEnvironment): Services {
  const { log } = environment;
  return {
    credentialPath: (given) => credentialPath(environment, given),
    configPath: () => configPath(environment),
    expandHome: (path) => expandHome(environment, path),
    openStore: (path) => openStore(path, log),
    readConfig: async () => await readConfig(environment) ?? parse(""),
    inspectConfig: () => inspected(environment, readConfig),
    inspectConfigBytes: () => inspected(environment, readConfigBytes),
    settingChecks: {
      ...SETTING_CHECKS,
      checkBundle: (path) => checkBundle(expandHome(environment, path) ?? path),
    },
    async connect(profile, arn) {
      const options = await connectOptions(environment, profile, arn);
      const { connect } = await import("./sts/client.ts");
      return connect(options);
    },
    async connectIdentity(profile, arn) {
      const options = await connectOptions(environment, profile, arn);
      const { connectIdentity } = await import("./sts/caller_identity.ts");
      return connectIdentity(options);
    },
  };
}

function openStore(path: string, log: Log): FileStore {
  refuseNetworkPath(path);
  return new FileStore(path, log);
}

async function connectOptions(
  environment: ServiceEnvironment,
  profile: ProfileSettings,
  arn: string,
): Promise<ConnectOptions> {
  const { env, log } = environment;
  const settings = explainSettings(() =>
    stsSettings(environment, profile, arn)
  );
  const { region, isGlobal, endpoint, caBundle } = settings;
  log.debug(`region ${region}${isGlobal ? ", the global endpoint" : ""}`);
  if (endpoint) warnOfPlainText(endpoint, log);
  const proxy = explainSettings(() => proxyFor(env, settings));
  if (proxy) log.debug(`the proxy of ${proxy.variable} is ${proxy.host}`);
  for (const host of requiredHosts(env, settings)) refuseForbiddenHost(host);
  const caCertificates = caBundle === undefined
    ? undefined
    : await readCaBundle(caBundle);
  return { settings, proxy, caCertificates, timeout: REQUEST_TIMEOUT };
}

/**
 * Reads the config. A missing file and the null device count as empty.
 *
 * @returns Nothing where the run has no permission to read it.
 */
async function readConfig(
  environment: ServiceEnvironment,
): Promise<CredentialsDocument | undefined> {
  const bytes = await readConfigBytes(environment);
  if (!bytes) return undefined;
  // As UTF-8, every other character of UTF-16 is a zero.
  if (bytes.includes(0)) throw notUtf8(configPath(environment)!);
  return parseBytes(bytes);
}

/** The same as bytes, in whatever encoding. */
async function readConfigBytes(
  environment: ServiceEnvironment,
): Promise<Uint8Array | undefined> {
  const path = configPath(environment);
  if (path === undefined || isNullDevice(path)) return new Uint8Array();
  refuseNetworkPath(path);
  try {
    return (await readSettledFile(path, isComplete, "follow")).bytes;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    // Without the permission, updsts cannot know whether there is a config.
    if (isDenied(error.cause)) {
      environment.log.warn(`cannot read ${path}; continuing without it`);
      return undefined;
    }
    throw new UpdstsError(
      "settings_invalid",
      `cannot read ${path}: ${whyUnreadable(path, error)}`,
      "make it a regular file that you can read, smaller than 8 MiB; AWS_CONFIG_FILE=/dev/null means no config",
      { cause: error },
    );
  }
}

/** @returns Nothing where the config exists and cannot be read. */
async function inspected<T>(
  environment: ServiceEnvironment,
  read: (environment: ServiceEnvironment) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read(environment);
  } catch (error) {
    if (!(error instanceof UpdstsError)) throw error;
    environment.log.warn(`${error.message}; continuing without it`);
    return undefined;
  }
}

/** A missing config is complete; an empty one is probably being written. */
function isComplete({ bytes, info }: FileContent): boolean {
  return !info || (bytes.length > 0 && parseBytes(bytes).problems.length === 0);
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

function isUnreadable(error: unknown): error is UpdstsError {
  return error instanceof UpdstsError && error.code === "file_unreadable";
}

/** The executable may read a config only where it is a regular file. */
function whyUnreadable(path: string, { cause, message }: UpdstsError): string {
  if (cause instanceof Deno.errors.NotCapable) {
    return "it is not a regular file";
  }
  return message.replace(`cannot read ${path}: `, "")
    .replace(path, "it");
}

function isDenied(error: unknown): boolean {
  // The executable permits every path that can be a config.
  return error instanceof Deno.errors.NotCapable && !isExecutable();
}

/** The checks of settings that need no file. */
export const SETTING_CHECKS: Pick<
  SettingChecks,
  "isRegion" | "proxyFaults"
> = { isRegion: isRegionName, proxyFaults };

async function checkBundle(path: string): Promise<BundleFault | undefined> {
  // A path that indented lines continue.
  if (path.includes("\n")) return "unreadable";
  try {
    refuseNetworkPath(path);
    const { bytes, info } = await readFileOnce(path, "follow");
    if (!info) return "unreadable";
    const text = attempt(() => decodeCaBundle(path, bytes));
    return text === undefined ? "no_certificates" : undefined;
  } catch {
    return "unreadable";
  }
}

async function readCaBundle(path: string): Promise<string> {
  refuseNetworkPath(path);
  let cause: unknown;
  const content = await readFileOnce(path, "follow").catch((error) => {
    cause = error;
  });
  if (content?.info) return decodeCaBundle(path, content.bytes);
  throw new UpdstsError(
    "settings_invalid",
    `cannot read the CA bundle ${path}`,
    "set AWS_CA_BUNDLE or ca_bundle to a regular file of certificates in PEM format, without private keys; with deno run, --allow-read has to name it too",
    { cause },
  );
}

/** The response contains keys: without TLS it is safe on this computer only. */
function warnOfPlainText(endpoint: string, log: Log): void {
  const { protocol, hostname, host } = new URL(endpoint);
  log.info(`the STS endpoint is ${host}`);
  const isLoopback = hostname === "localhost" || hostname === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname);
  if (protocol === "http:" && !isLoopback) {
    log.warn(
      `the session crosses the network unencrypted: the endpoint ${host} uses http`,
    );
  }
}
