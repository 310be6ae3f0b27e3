import { cleanFile } from "./clean.ts";
import type {
  BundleFault,
  ConnectionChecks,
} from "../credentials/doctor/connection_findings.ts";
import { namedBundles } from "../credentials/named_ca_bundles.ts";
import { diagnose, type FileText } from "../credentials/doctor/diagnose.ts";
import type { Environment } from "../credentials/doctor/environment_findings.ts";
import type { Finding, FindingCode } from "../credentials/doctor/finding.ts";
import { Profiles } from "../credentials/profiles.ts";
import { utf16Of } from "../util/utf16.ts";
import { parseBytes } from "./parse_bytes.ts";
import { UpdstsError } from "../errors.ts";
import type { Log } from "../util/log.ts";
import type { CredentialStore } from "./types.ts";

/** The checks of {@linkcode ConnectionChecks}, and one that reads a file. */
export interface SettingChecks
  extends Pick<ConnectionChecks, "isRegion" | "proxyFaults"> {
  /** The fault of a CA bundle; nothing where it can be used. */
  checkBundle(path: string): Promise<BundleFault | undefined>;
}

/** The dependencies of the doctor. */
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

/** The fixed findings and the remaining ones. */
export interface DoctorResult {
  readonly fixed: readonly Finding[];
  readonly findings: readonly Finding[];
  /** The lines that were removed, secrets masked. */
  readonly diff: string;
  /** The error of a step that failed. */
  readonly failure?: unknown;
}

/** Checks the file and its environment. */
export async function diagnoseFile(
  dependencies: DoctorDependencies,
): Promise<Finding[]> {
  const { store, checks, environment, now, signal } = dependencies;
  const { bytes, mode } = await store.inspect((bytes) =>
    readText(bytes).document.problems.length === 0
  );
  const credentials = readText(bytes);
  const config = dependencies.config && readText(dependencies.config);
  const profiles = config &&
    new Profiles(credentials.document, config.document);
  const bundles = await bundleFaults(
    namedBundles(profiles, environment),
    checks,
  );
  // The group matters only where it can access the file.
  const hasGroup = mode !== undefined && (mode & 0o070) !== 0;
  return diagnose({
    credentials,
    config,
    mode,
    losesGroup: hasGroup && await store.losesGroup(signal),
    isBindMounted: await store.isBindMounted(),
    environment,
    connection: {
      isRegion: (name) => checks.isRegion(name),
      proxyFaults: (environment) => checks.proxyFaults(environment),
      bundleFault: (path) => bundles.get(path),
    },
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

async function bundleFaults(
  paths: readonly string[],
  checks: SettingChecks,
): Promise<Map<string, BundleFault>> {
  const faults = new Map<string, BundleFault>();
  for (const path of paths) {
    const fault = await checks.checkBundle(path);
    if (fault) faults.set(path, fault);
  }
  return faults;
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

/**
 * Fixes the file's mode and removes expired sessions. Where a step fails, the
 * result still contains what the other steps did.
 */
export async function fixFindings(
  dependencies: DoctorDependencies,
): Promise<DoctorResult> {
  const { store, signal } = dependencies;
  const before = await diagnoseFile(dependencies);
  const failures = new Map<FindingCode, unknown>();
  const done = new Set<FindingCode>();
  const fix = async (code: FindingCode, step: () => Promise<boolean>) => {
    if (!before.some((finding) => finding.code === code)) return;
    try {
      signal.throwIfAborted();
      if (await step()) done.add(code);
    } catch (error) {
      failures.set(code, error);
    }
  };
  await fix("file_permissions", async () => {
    await store.makePrivate(signal);
    return true;
  });
  let diff = "";
  await fix("session_expired", async () => {
    const removed = await removeExpired(dependencies);
    diff = removed ?? "";
    return removed !== undefined;
  });
  let after: Finding[] | undefined;
  let failure: unknown;
  try {
    after = await diagnoseFile(dependencies);
  } catch (error) {
    failure = error;
  }
  const left = new Set(after?.map(keyOf));
  const fixed = before.filter((finding) =>
    after ? !left.has(keyOf(finding)) : done.has(finding.code)
  );
  const findings = after ?? before.filter((it) => !fixed.includes(it));
  // A later step may have fixed what an earlier one could not.
  const failed = findings.find(({ code }) => failures.has(code));
  if (failed) failure = failures.get(failed.code);
  return { fixed, findings, diff, failure };
}

/** Identifies a finding without its line, which a fix can change. */
function keyOf({ code, message }: Finding): string {
  return `${code} ${message}`;
}

/** The removed lines, secrets masked; nothing where the file has another problem. */
async function removeExpired(
  { store, config: bytes, now, log, signal }: DoctorDependencies,
): Promise<string | undefined> {
  try {
    const config = bytes && parseBytes(bytes);
    return (await cleanFile(store, { now, config }, signal)).diff;
  } catch (error) {
    if (
      !(error instanceof UpdstsError) ||
      !/^file_(invalid|conflict)$/.test(error.code)
    ) throw error;
    // The problem is among the findings.
    log.warn(`cannot remove the expired sessions: ${error.message}`);
    return undefined;
  }
}
