import type { LongTermKeys } from "../credentials/read_keys.ts";
import type { GetSessionDependencies } from "./get_session_dependencies.ts";
import {
  type AskSts,
  MfaCodeRejected,
  type Session,
  SessionRejected,
} from "./sts_request.ts";
import type { FileSession } from "./session_for_roles.ts";
import { parseMfaCode } from "./mfa_code.ts";
import type { SessionPlan } from "./plan_session.ts";

export function connectTo(
  { keys, roles, settings }: SessionPlan,
  { connect }: Pick<GetSessionDependencies, "connect">,
): Promise<AskSts> {
  return connect(settings, keys?.mfaDevice ?? roles[0]!.arn);
}

type Dependencies = Pick<
  GetSessionDependencies,
  "hasMfaCode" | "readCode" | "readCodeAgain" | "log" | "signal"
>;

/**
 * Requests a session from STS: with a session in the file where that can assume the
 * role, else with an MFA code.
 *
 * @returns The session, and whether an MFA code was used.
 */
export async function askForSession(
  ask: AskSts,
  plan: SessionPlan,
  dependencies: Dependencies,
): Promise<{ session: Session; usedCode: boolean }> {
  const { keys, session } = plan;
  const withSession = async (signer: FileSession) => ({
    session: await askWithSession(ask, plan, signer, dependencies),
    usedCode: false,
  });
  const { hasMfaCode, log } = dependencies;
  if (!keys) {
    if (hasMfaCode) {
      log?.warn(
        `the MFA code is not used: the profile "${session.name}" has temporary credentials`,
      );
    }
    return await withSession(session);
  }
  if (session && !hasMfaCode) {
    try {
      return await withSession(session);
    } catch (error) {
      if (!(error instanceof SessionRejected)) throw error;
      log?.info(`an MFA code is needed: ${error.message}`);
    }
  }
  return {
    session: await askWithCode(ask, { ...plan, keys }, dependencies),
    usedCode: true,
  };
}

/** Assumes roles without an MFA code. */
export async function askWithSession(
  ask: AskSts,
  { roles, duration }: Pick<SessionPlan, "roles" | "duration">,
  { name, keys, renewal }: FileSession,
  { log, signal }: Dependencies,
): Promise<Session> {
  log?.info(
    `assuming the role with the session [${name}], without an MFA code`,
  );
  return await ask({ ...keys, renewal, roles, duration }, signal);
}

/** Requests a session with an MFA code, and again with another one after STS rejected it. */
export async function askWithCode(
  ask: AskSts,
  { keys, roles, duration }: Pick<SessionPlan, "roles" | "duration"> & {
    readonly keys: LongTermKeys;
  },
  { readCode, readCodeAgain, log, signal }: Dependencies,
): Promise<Session> {
  const { mfaDevice, ...signer } = keys;
  let given = await readCode({ mfaDevice, roles, duration });
  for (;;) {
    const mfa = { device: mfaDevice, code: parseMfaCode(given) };
    signal.throwIfAborted();
    log?.info("requesting a session from STS with an MFA code");
    try {
      return await ask({ ...signer, mfa, roles, duration }, signal);
    } catch (error) {
      if (!(error instanceof MfaCodeRejected)) throw error;
      const another = await readCodeAgain?.(error);
      if (another === undefined) throw error;
      given = another;
    }
  }
}
