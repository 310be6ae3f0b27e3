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
import { expandHome, type PathEnvironment } from "./platform/aws_paths.ts";
import { isExecutable } from "./platform/executable.ts";
import { configPath, credentialPath } from "./platform/required_paths.ts";
import type { ProfileSettings } from "./credentials/profiles.ts";
import { FileStore } from "./file/file_store.ts";
import { decodeCaBundle } from "./sts/ca_bundle.ts";
import type { ConnectOptions } from "./sts/client.ts";
import { explainSettings, proxyFaults } from "./sts/explain_setting.ts";
import { proxyFor, requiredHosts } from "./sts/proxy.ts";
import { readFileOnce, readSettledFile } from "./file/read_file.ts";
import type { FileContent } from "./file/regular_file.ts";
import { isRegionName, stsSettings } from "./sts/region_and_endpoint.ts";

interface ServiceEnvironment extends PathEnvironment {
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
    openStore(path) {
      refuseNetworkPath(path);
      return new FileStore(path, log);
    },
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
      const { connectIdentity } = await import("./sts/client.ts");
      return connectIdentity(options);
    },
  };
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
    : decodeCaBundle(caBundle, await readBundleBytes(caBundle));
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
  if (bytes.includes(0)) {
    throw new UpdstsError(
      "settings_invalid",
      `cannot read ${
        configPath(environment)
      }: it is encoded in UTF-16, not in UTF-8`,
      "save it as UTF-8, which the AWS CLI needs too",
    );
  }
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
    const isUnreadable = error instanceof UpdstsError &&
      error.code === "file_unreadable";
    if (!isUnreadable) throw error;
    const isDenied = error.cause instanceof Deno.errors.NotCapable;
    // Without the permission, updsts cannot know whether there is a config.
    if (isDenied && !isExecutable()) {
      environment.log.warn(`cannot read ${path}; continuing without it`);
      return undefined;
    }
    // The executable may read every path that can be a config, if it is regular.
    const why = isDenied
      ? "it is not a regular file"
      : error.message.replace(`cannot read ${path}: `, "").replace(path, "it");
    throw new UpdstsError(
      "settings_invalid",
      `cannot read ${path}: ${why}`,
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
  return !info || (bytes.length > 0 && parseBytes(bytes).faults.length === 0);
}

function isNullDevice(path: string): boolean {
  return path === "/dev/null" ||
    (Deno.build.os === "windows" && path.toUpperCase() === "NUL");
}

/** The checks of settings that need no file. */
export const SETTING_CHECKS: Pick<
  SettingChecks,
  "isRegion" | "proxyFaults"
> = { isRegion: isRegionName, proxyFaults };

async function checkBundle(path: string): Promise<BundleFault | undefined> {
  // A path that indented lines continue.
  if (path.includes("\n")) return "unreadable";
  const bytes = await readBundleBytes(path).catch(() => undefined);
  if (!bytes) return "unreadable";
  const text = attempt(() => decodeCaBundle(path, bytes));
  return text === undefined ? "no_certificates" : undefined;
}

async function readBundleBytes(path: string): Promise<Uint8Array> {
  refuseNetworkPath(path);
  let cause: unknown;
  const content = await readFileOnce(path, "follow").catch((error) => {
    cause = error;
  });
  if (content?.info) return content.bytes;
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
