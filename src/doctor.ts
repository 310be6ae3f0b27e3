import type { CredentialsDocument } from "./credentials/document.ts";
import { cleanFile } from "./clean.ts";
import { type ConfigProfile, diagnose } from "./credentials/doctor/diagnose.ts";
import type { Environment } from "./credentials/doctor/environment_findings.ts";
import type { Finding } from "./credentials/doctor/finding.ts";
import { parse } from "./credentials/parse.ts";
import { UpdstsError } from "./errors.ts";
import type { Log } from "./log.ts";
import type { CredentialStore } from "./refresh.ts";

/** The credentials file and who can get at it. */
export interface InspectedFile {
  readonly bytes: Uint8Array;
  /** Permission bits, where the system has them. */
  readonly mode: number | undefined;
}

/** The credentials file, as those need it who look after it. */
export interface PrivateStore extends CredentialStore {
  /**
   * Reads the file, without a warning.
   *
   * @param isComplete Could these bytes be all of it?
   */
  inspect(isComplete: (bytes: Uint8Array) => boolean): Promise<InspectedFile>;
  /** Takes away what other users may do with it. */
  makePrivate(signal: AbortSignal): Promise<void>;
}

/** What a check-up is given. */
export interface CheckUpParts {
  readonly store: PrivateStore;
  /** The profiles of `~/.aws/config`; nothing where it can't be read. */
  readonly configProfiles: ReadonlyMap<string, ConfigProfile> | undefined;
  readonly environment: Environment;
  readonly now: Date;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** What was mended and what is left. */
export interface Mended {
  readonly fixed: readonly Finding[];
  readonly findings: readonly Finding[];
  /** The lines that were removed, secrets masked. */
  readonly diff: string;
  /** Why not all could be mended, where the system was in the way. */
  readonly failure?: UpdstsError | undefined;
}

/** Looks at the file and around it. */
export async function checkUp(parts: CheckUpParts): Promise<Finding[]> {
  const { configProfiles, environment, now } = parts;
  const { bytes, mode } = await parts.store.inspect((bytes) =>
    parseBytes(bytes).problems.length === 0
  );
  return diagnose({
    document: parseBytes(bytes),
    notUtf8: firstNotUtf8(bytes),
    configProfiles,
    mode,
    environment,
    now,
  });
}

function parseBytes(bytes: Uint8Array): CredentialsDocument {
  return parse(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
}

/** The line, from 0, of the first byte that no UTF-8 text has. */
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

/** Mends what can be mended without a choice: the file's mode, and what is over. */
export async function mend(parts: CheckUpParts): Promise<Mended> {
  const { store, signal } = parts;
  const before = await checkUp(parts);
  const has = (code: Finding["code"]) => before.some((it) => it.code === code);
  if (has("open_to_others")) await store.makePrivate(signal);
  const { diff, failure } = has("session_expired")
    ? await cleanIfPossible(parts)
    : NOT_CLEANED;
  const findings = await checkUp(parts);
  const left = new Set(findings.map(keyOf));
  const fixed = before.filter((finding) => !left.has(keyOf(finding)));
  return { fixed, findings, diff, failure };
}

const NOT_CLEANED = { diff: "", failure: undefined };

/** Its line may be another one after the mending. */
function keyOf({ code, message }: Finding): string {
  return `${code} ${message}`;
}

/** Whatever is in the way, what else was mended is to be told. */
async function cleanIfPossible(
  { store, now, log, signal }: CheckUpParts,
): Promise<Pick<Mended, "diff" | "failure">> {
  try {
    return await cleanFile(store, now, () => true, signal);
  } catch (error) {
    if (!(error instanceof UpdstsError)) throw error;
    if (error.code === "file_not_writable") {
      return { diff: "", failure: error };
    }
    if (!/^file_(invalid|conflict)$/.test(error.code)) throw error;
    // It is among the findings, and needs a choice.
    log.warn(`the expired sessions were left alone: ${error.message}`);
    return NOT_CLEANED;
  }
}
