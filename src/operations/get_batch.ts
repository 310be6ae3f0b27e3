import { UpdstsError } from "../errors.ts";
import { askWithCode, askWithSession, connectTo } from "./ask_sts.ts";
import { MAX_CHAINED_DURATION } from "./session_duration.ts";
import type { FileSession } from "./session_for_roles.ts";
import type { BaseItem, Batch, Item } from "./plan_batch.ts";
import type { GetSessionDependencies } from "./get_session_dependencies.ts";
import type { GetSessionsOutcome, SessionFailure } from "./session_types.ts";
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
  const items = await connectAll(roles, dependencies);
  const result: BatchResult = { sessions: [], failures: [] };
  let usedCode = needsCode;
  const fresh = needsCode
    ? await getBase(base, result, dependencies)
    : undefined;
  const rejected = await assumeRoles(items, fresh, result, dependencies);
  if (base && rejected.length > 0) {
    // STS rejected the session in the file; it may accept a new one.
    try {
      await writer.dryRun(saved);
      const renewed = await getBase(base, result, dependencies);
      usedCode = true;
      await assumeRoles(rejected, renewed, result, dependencies);
    } catch (error) {
      for (const item of rejected) {
        addFailure(result, item, error, dependencies);
      }
    }
  }
  const { sessions, failures } = result;
  if (sessions.length === 0) return { outcomes: [], failures };
  const written = await writer.write(sessions, usedCode);
  return {
    outcomes: written.outcomes,
    failures: [...failures, ...written.failures],
  };
}

interface BatchResult {
  readonly sessions: NewSession[];
  readonly failures: SessionFailure[];
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
  { sessions }: BatchResult,
  dependencies: GetSessionDependencies,
): Promise<FileSession> {
  const ask = await connectTo(base.plan, dependencies);
  const keys = await askWithCode(ask, base.plan, dependencies);
  if (base.isSaved) sessions.push({ ...base, session: keys });
  return { name: base.request.stsProfileName, keys, renewal: undefined };
}

/**
 * Assumes each role, even if another one fails.
 *
 * @param fresh The new session of the source profile; without it, each role is
 * assumed with the session in the file.
 * @returns The items for which STS rejected the session in the file.
 */
async function assumeRoles(
  items: readonly ConnectedItem[],
  fresh: FileSession | undefined,
  result: BatchResult,
  dependencies: GetSessionDependencies,
): Promise<ConnectedItem[]> {
  const rejected: ConnectedItem[] = [];
  for (const item of items) {
    const { ask, plan } = item;
    const own = plan.keys ? fresh : undefined;
    const signer = own ?? plan.session!;
    try {
      const session = await askWithSession(ask, plan, signer, dependencies);
      result.sessions.push({ ...item, session });
    } catch (error) {
      const { signal, log } = dependencies;
      const isRejected = error instanceof SessionRejected && !signal.aborted;
      if (isRejected && plan.keys && !own) {
        log?.info(`an MFA code is needed: ${error.message}`);
        rejected.push(item);
      } else addFailure(result, item, error, dependencies);
    }
  }
  return rejected;
}

/** @throws An interruption, and an unexpected error. */
function addFailure(
  { failures }: BatchResult,
  { request: { profileName } }: Item,
  error: unknown,
  { signal }: GetSessionDependencies,
): void {
  if (signal.aborted || !(error instanceof UpdstsError)) throw error;
  failures.push({ profileName, error });
}

function warnOfLimit(
  { request: { profileName, duration }, plan }: Item,
  log: GetSessionDependencies["log"],
): void {
  const configured = Number(plan.settings.get("duration_seconds"));
  if (duration !== undefined || !(configured > MAX_CHAINED_DURATION)) return;
  log?.warn(
    `the session of the profile "${profileName}" is limited to ${plan.duration} seconds, not the ${configured} of duration_seconds: a session assumes the role`,
  );
}
