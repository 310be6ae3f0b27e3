import type {
  BundleFault,
  ConnectionChecks,
} from "../credentials/doctor/connection_findings.ts";
import { namedBundles } from "../credentials/named_ca_bundles.ts";
import { diagnose, type FileText } from "../credentials/doctor/diagnose.ts";
import type { Environment } from "../credentials/doctor/environment_findings.ts";
import type { Finding } from "../credentials/doctor/finding.ts";
import { Profiles } from "../credentials/profiles.ts";
import { utf16Of } from "../util/utf16.ts";
import { parseBytes } from "./parse_bytes.ts";
import type { Log } from "../util/log.ts";
import type { CredentialStore } from "./credential_store.ts";

/** The checks of {@linkcode ConnectionChecks}, and one that reads a file. */
export interface SettingChecks
  extends Pick<ConnectionChecks, "isRegion" | "proxyFaults"> {
  /** The fault of a CA bundle; nothing where it can be used. */
  checkBundle(path: string): Promise<BundleFault | undefined>;
}

export interface DoctorDependencies {
  readonly store: CredentialStore;
  /** The bytes of `~/.aws/config`; nothing where it can't be read. */
  readonly config: Uint8Array | undefined;
  readonly checks: SettingChecks;
  readonly environment: Environment;
  readonly now: Date;
  readonly log: Log;
  readonly signal: AbortSignal;
}

export async function diagnoseFile(
  dependencies: DoctorDependencies,
): Promise<Finding[]> {
  const { store, checks, environment, now, signal } = dependencies;
  const { bytes, mode } = await store.inspect((bytes) =>
    readText(bytes).document.faults.length === 0
  );
  const credentials = readText(bytes);
  const config = dependencies.config && readText(dependencies.config);
  const profiles = config &&
    new Profiles(credentials.document, config.document);
  const bundles = new Map<string, BundleFault | undefined>();
  for (const path of namedBundles(profiles, environment)) {
    bundles.set(path, await checks.checkBundle(path));
  }
  // The group matters only where it can access the file.
  const hasGroup = mode !== undefined && (mode & 0o070) !== 0;
  return diagnose({
    credentials,
    config,
    mode,
    losesGroup: hasGroup && await store.losesGroup(signal),
    isBindMounted: await store.isBindMounted(),
    environment,
    connection: { ...checks, bundleFault: (path) => bundles.get(path) },
    now,
  });
}

function readText(bytes: Uint8Array): FileText {
  return {
    document: parseBytes(bytes, { ignoreBOM: true }),
    notUtf8: firstNotUtf8(bytes),
    isUtf16: utf16Of(bytes) !== undefined,
  };
}

/** The line, counted from 0, of the first byte that is not UTF-8. */
function firstNotUtf8(bytes: Uint8Array): number | undefined {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let begin = 0;
  for (let line = 0; begin < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, begin);
    const next = end < 0 ? bytes.length : end + 1;
    try {
      decoder.decode(bytes.subarray(begin, next));
    } catch {
      return line;
    }
    begin = next;
  }
  return undefined;
}
