import { cleanFile } from "./clean.ts";
import { diagnose } from "../credentials/doctor/diagnose.ts";
import type { Environment } from "../credentials/doctor/environment_findings.ts";
import type { CredentialsDocument } from "../credentials/document.ts";
import type { Finding, FindingCode } from "../credentials/doctor/finding.ts";
import { parseBytes } from "./parse_bytes.ts";
import { UpdstsError } from "../errors.ts";
import type { Log } from "../util/log.ts";
import type { CredentialStore } from "./types.ts";

/** The dependencies of the doctor. */
export interface DoctorDependencies {
  readonly store: CredentialStore;
  /** `~/.aws/config`; nothing where it can't be read. */
  readonly config: CredentialsDocument | undefined;
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
  const { config, environment, now } = dependencies;
  const read = (bytes: Uint8Array) => parseBytes(bytes, { ignoreBOM: true });
  const { bytes, mode } = await dependencies.store.inspect((bytes) =>
    read(bytes).problems.length === 0
  );
  return diagnose({
    document: read(bytes),
    notUtf8: firstNotUtf8(bytes),
    config,
    mode,
    isBindMounted: await dependencies.store.isBindMounted(),
    environment,
    now,
  });
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
  { store, config, now, log, signal }: DoctorDependencies,
): Promise<string | undefined> {
  try {
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
