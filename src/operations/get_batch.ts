import { UpdstsError } from "../errors.ts";
import { askWithCode, askWithSession, connectTo } from "./ask_sts.ts";
import { MAX_CHAINED_DURATION } from "./session_duration.ts";
import type { FileSession } from "./session_for_roles.ts";
import type { BaseItem, Batch, Item } from "./plan_batch.ts";
import type { GetSessionDependencies } from "./get_session_dependencies.ts";
import type { GetSessionsOutcome, SessionFailure } from "./session_request.ts";
import { type AskSts, SessionRejected } from "./sts_request.ts";
import { type NewSession, SessionWriter } from "./session_writer.ts";

/**
 * Gets the sessions of a batch, and writes them at once. Every check precedes the
 * prompt for the MFA code.
 *
 * @throws {UpdstsError} Where there is no session to assume the roles with.
 */
export async function getBatch(
  { profiles, roles, base }: Batch,
  dependencies: GetSessionDependencies,
): Promise<GetSessionsOutcome> {
  const { hasMfaCode, log } = dependencies;
  const writer = new SessionWriter(profiles, dependencies);
  const saved = base?.isSaved ? [base] : [];
  const needsCode = base !== undefined && (base.isRequested || hasMfaCode ||
    roles.some(({ plan }) => plan.keys && !plan.session));
  await writer.dryRun([...needsCode ? saved : [], ...roles]);
  for (const item of roles) warnOfLimit(item, log);
  const connected = await connectAll(roles, dependencies);
  let usedCode = needsCode;
  const first = needsCode ? await getBase(base, dependencies) : undefined;
  const assumed = await assumeRoles(connected, first?.session, dependencies);
  const { rejected } = assumed;
  if (!base || rejected.length === 0) return await write([first, assumed]);

  // STS rejected the session in the file; it may accept a new one.
  let second: BatchResult | undefined;
  try {
    await writer.dryRun(saved);
    const renewed = await getBase(base, dependencies);
    usedCode = true;
    const again = await assumeRoles(rejected, renewed.session, dependencies);
    second = {
      sessions: [...renewed.sessions, ...again.sessions],
      failures: again.failures,
    };
  } catch (error) {
    const failures = rejected.map((item) =>
      failureOf(item, error, dependencies)
    );
    second = { sessions: [], failures };
  }
  return await write([assumed, second]);

  async function write(
    parts: readonly (BatchResult | undefined)[],
  ): Promise<GetSessionsOutcome> {
    const sessions = parts.flatMap((part) => part?.sessions ?? []);
    const failures = parts.flatMap((part) => part?.failures ?? []);
    if (sessions.length === 0) return { outcomes: [], failures };
    const written = await writer.write(sessions, usedCode);
    return {
      outcomes: written.outcomes,
      failures: [...failures, ...written.failures],
    };
  }
}

interface BatchResult {
  readonly sessions: readonly NewSession[];
  readonly failures: readonly SessionFailure[];
}

interface ConnectedItem extends Item {
  readonly ask: AskSts;
}

async function connectAll(
  items: readonly Item[],
  dependencies: GetSessionDependencies,
): Promise<ConnectedItem[]> {
  const connected: ConnectedItem[] = [];
  for (const item of items) {
    const ask = await connectTo(item.plan, dependencies);
    connected.push({ ...item, ask });
  }
  return connected;
}

/** Gets the session that assumes the roles, with an MFA code. */
async function getBase(
  base: BaseItem,
  dependencies: GetSessionDependencies,
): Promise<BatchResult & { readonly session: FileSession }> {
  const ask = await connectTo(base.plan, dependencies);
  const keys = await askWithCode(ask, base.plan, dependencies);
  const { stsProfileName: name } = base.request;
  return {
    session: { name, keys, renewal: undefined },
    sessions: base.isSaved ? [{ ...base, session: keys }] : [],
    failures: [],
  };
}

/**
 * Assumes each role, even if another one fails.
 *
 * @param fresh The new session of the source profile; without it, each role is
 * assumed with the session in the file.
 */
async function assumeRoles(
  items: readonly ConnectedItem[],
  fresh: FileSession | undefined,
  dependencies: GetSessionDependencies,
): Promise<BatchResult & { readonly rejected: readonly ConnectedItem[] }> {
  const sessions: NewSession[] = [];
  const failures: SessionFailure[] = [];
  const rejected: ConnectedItem[] = [];
  for (const item of items) {
    const { ask, plan } = item;
    const own = plan.keys ? fresh : undefined;
    const signer = own ?? plan.session!;
    try {
      const session = await askWithSession(ask, plan, signer, dependencies);
      sessions.push({ ...item, session });
    } catch (error) {
      const failure = failureOf(item, error, dependencies);
      if (error instanceof SessionRejected && plan.keys && !own) {
        dependencies.log?.info(`an MFA code is needed: ${error.message}`);
        rejected.push(item);
      } else failures.push(failure);
    }
  }
  return { sessions, failures, rejected };
}

/** @throws An interruption, and an unexpected error. */
function failureOf(
  { request: { profileName } }: Item,
  error: unknown,
  { signal }: GetSessionDependencies,
): SessionFailure {
  if (signal.aborted || !(error instanceof UpdstsError)) throw error;
  return { profileName, error };
}

function warnOfLimit(
  { request: { profileName, duration }, plan }: Item,
  log: GetSessionDependencies["log"],
): void {
  const configured = Number(plan.settings.get("duration_seconds"));
  if (duration !== undefined || !(configured > MAX_CHAINED_DURATION)) return;
  log?.warn(
    `the session of the profile "${profileName}" lasts ${plan.duration} seconds, not ${configured} as duration_seconds says: a session assumes the role`,
  );
}
