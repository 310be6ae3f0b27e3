import type { CredentialsDocument } from "../credentials/document.ts";
import type { Profiles } from "../credentials/profiles.ts";
import { askForSession, connectTo } from "./ask_sts.ts";
import { keptSession } from "./kept_session.ts";
import { readProfiles } from "./read_profiles.ts";
import { checkRequest } from "./check_request.ts";
import { planSession, type SessionPlan } from "./plan_session.ts";
import { SessionWriter } from "./session_writer.ts";
import type { GetSessionDependencies } from "./get_session_dependencies.ts";
import type { GetSessionOutcome, SessionRequest } from "./session_types.ts";

/**
 * Ensures a session in the block of a profile: a new one, or, where the request
 * allows it, the one in the file. The latter is checked again under the section's
 * lock, so that only one of many processes prompts for an MFA code.
 */
export async function getSession(
  request: SessionRequest,
  dependencies: GetSessionDependencies,
): Promise<GetSessionOutcome> {
  checkRequest(request);
  const { store, signal } = dependencies;
  const config = await dependencies.readConfig();
  const findKept = () =>
    readProfiles(
      dependencies,
      config,
      (profiles) => keptSession(profiles, request, dependencies.now()),
    );
  const renew = () => renewSession(request, dependencies, config);
  if (request.ifExpiresWithin === undefined) return await renew();
  const kept = await findKept();
  if (kept) return kept;
  await readPlan(request, dependencies, config);
  return await store.withSessionLock(
    request.stsProfileName,
    async () => await findKept() ?? await renew(),
    signal,
  );
}

/**
 * Gets a new session and writes it into the profile's block. Every check precedes
 * the prompt for the MFA code; after the response of STS, the edit is made to the
 * file as it is then.
 */
async function renewSession(
  request: SessionRequest,
  dependencies: GetSessionDependencies,
  config: CredentialsDocument,
): Promise<GetSessionOutcome> {
  const { profiles, plan } = await readPlan(request, dependencies, config);
  const writer = new SessionWriter(profiles, dependencies);
  await writer.dryRun([{ request, plan }]);
  const ask = await connectTo(plan, dependencies);
  const { session, usedCode } = await askForSession(ask, plan, dependencies);
  const { outcomes } = await writer.write(
    [{ request, plan, session }],
    usedCode,
  );
  return outcomes[0]!;
}

async function readPlan(
  request: SessionRequest,
  dependencies: GetSessionDependencies,
  config: CredentialsDocument,
): Promise<{ profiles: Profiles; plan: SessionPlan }> {
  return await readProfiles(dependencies, config, (profiles) => ({
    profiles,
    plan: planSession(profiles, request, dependencies.now()),
  }));
}
