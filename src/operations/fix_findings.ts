import type { Finding, FindingCode } from "../credentials/doctor/finding.ts";
import { UpdstsError } from "../errors.ts";
import { cleanFile } from "./clean.ts";
import { diagnoseFile, type DoctorDependencies } from "./diagnose_file.ts";
import { parseBytes } from "./parse_bytes.ts";

export interface DoctorResult {
  readonly fixed: readonly Finding[];
  readonly findings: readonly Finding[];
  /** The lines that were removed, secrets masked. */
  readonly diff: string;
  readonly failure?: unknown;
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
