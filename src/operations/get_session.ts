import type { CredentialsDocument } from "../credentials/document.ts";
import type { Profiles } from "../credentials/profiles.ts";
import { askForSession, connectTo } from "./ask_sts.ts";
import { keptSession } from "./existing_session.ts";
import { readProfiles } from "./read_profiles.ts";
import { checkRequest } from "./request.ts";
import { findSource, type Source } from "./session_source.ts";
import { SessionWriter } from "./session_writer.ts";
import type {
  GetSessionDependencies,
  GetSessionOutcome,
  SessionRequest,
} from "./types.ts";

export type * from "./types.ts";
export * from "./request.ts";
export { checkScope, type RoleScope } from "./role_scope.ts";
export { failuresError, getSessions } from "./get_sessions.ts";
export { findProfile } from "./session_source.ts";

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
  await readSource(request, dependencies, config);
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
  const { profiles, source } = await readSource(request, dependencies, config);
  const writer = new SessionWriter(profiles, dependencies);
  await writer.dryRun([{ request, source }]);
  const ask = await connectTo(source, dependencies);
  const { session, usedCode } = await askForSession(ask, source, dependencies);
  const { outcomes } = await writer.write(
    [{ request, source, session }],
    usedCode,
  );
  return outcomes[0]!;
}

async function readSource(
  request: SessionRequest,
  dependencies: GetSessionDependencies,
  config: CredentialsDocument,
): Promise<{ profiles: Profiles; source: Source }> {
  return await readProfiles(dependencies, config, (profiles) => ({
    profiles,
    source: findSource(profiles, request, dependencies.now()),
  }));
}
