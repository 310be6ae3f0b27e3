import type {
  BlockEdit,
  CredentialsDocument,
} from "../credentials/document.ts";
import { editBlock } from "../credentials/edit.ts";
import { formatExpiration } from "../credentials/expiration.ts";
import { showAccessKeyId } from "../credentials/redact.ts";
import { parse } from "../credentials/parse.ts";
import { findOverridingKey } from "../credentials/overriding_keys.ts";
import { hint, UpdstsError, withParameter } from "../errors.ts";
import { Profiles } from "../credentials/profiles.ts";
import { readRegion } from "../credentials/region.ts";
import { readProfiles } from "./read_profiles.ts";
import { existingSession } from "./existing_session.ts";
import { CodeRejected } from "./code_rejected.ts";
import { checkRequest, parseMfaCode } from "./request.ts";
import { findSource, type Source } from "./session_source.ts";
import type {
  AskSts,
  GetSessionDependencies,
  GetSessionOutcome,
  Session,
  SessionRequest,
  SessionResult,
} from "./types.ts";

export type * from "./types.ts";
export * from "./request.ts";
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
  const findExisting = () =>
    readProfiles(dependencies, config, (profiles) => {
      // The role of the profile itself.
      const own = profiles.get(request.profileName, "role_arn") || undefined;
      const role = request.role?.arn ?? own;
      return existingSession(profiles, request, role, dependencies.now());
    });
  const keep = (result: SessionResult) => ({
    result,
    isNew: false,
    isFirst: false,
  });
  const renew = () => renewSession(request, dependencies, config);
  if (request.ifExpiresWithin === undefined) return await renew();
  const existing = await findExisting();
  if (existing) return keep(existing);
  await readSource(request, dependencies, config);
  return await store.withSessionLock(request.stsProfileName, async () => {
    const renewed = await findExisting();
    return renewed ? keep(renewed) : await renew();
  }, signal);
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
  const { store, signal } = dependencies;
  const { profiles, source } = await readSource(request, dependencies, config);
  const { profile, keys, roles, settings } = source;
  const edit = (session: Session) => (text: string) => {
    const current = parse(text);
    if (!source.isInConfig && !current.sections.has(profile)) {
      throw removed(profile);
    }
    const region = newRegion(new Profiles(current, config), request);
    return editBlock(
      current,
      blockEdit(request, session, roles.at(-1)?.arn, region),
    );
  };
  await store.dryRun(edit(LARGEST_SESSION), signal);
  refuseOverridingKey(profiles, request);
  const ask = await dependencies.connect(settings, keys.mfaDevice);
  const session = await askWithCode(ask, source, dependencies);
  try {
    await store.update(edit(session), dependencies.saveSignal);
  } catch (error) {
    throw notSaved(error);
  }
  return {
    result: {
      updated_profile_name: request.stsProfileName,
      aws_access_key_id: showAccessKeyId(session.accessKeyId),
      aws_token_expiration: formatExpiration(session.expiration),
    },
    isNew: true,
    isFirst: !profiles.credentials.sections.has(request.stsProfileName),
  };
}

/** Asks STS with an MFA code, and with another one while it rejects the code. */
async function askWithCode(
  ask: AskSts,
  { keys, roles, duration }: Source,
  { readCode, readCodeAgain, signal }: GetSessionDependencies,
): Promise<Session> {
  const { mfaDevice } = keys;
  let given = await readCode({ mfaDevice, roles, duration });
  for (;;) {
    const code = parseMfaCode(given);
    signal.throwIfAborted();
    try {
      return await ask({ ...keys, code, roles, duration }, signal);
    } catch (error) {
      if (!(error instanceof CodeRejected)) throw error;
      const another = await readCodeAgain?.(error);
      if (another === undefined) throw error;
      given = another;
    }
  }
}

async function readSource(
  request: SessionRequest,
  dependencies: GetSessionDependencies,
  config: CredentialsDocument,
): Promise<{ profiles: Profiles; source: Source }> {
  return await readProfiles(dependencies, config, (profiles) => ({
    profiles,
    source: findSource(profiles, request),
  }));
}

function removed(profile: string): UpdstsError {
  return new UpdstsError(
    "file_busy",
    `another program removed the profile "${profile}" from the credentials file`,
    "restore it and try again",
  );
}

function blockEdit(
  { profileName, stsProfileName }: SessionRequest,
  session: Session,
  role: string | undefined,
  region: string | undefined,
): BlockEdit {
  return {
    source: profileName,
    section: stsProfileName,
    settings: new Map([
      ["aws_access_key_id", session.accessKeyId],
      ["aws_secret_access_key", session.secretAccessKey],
      ["aws_session_token", session.sessionToken],
      // Without a value it would be removed, and it may be the user's. Before the
      // expiry, a removal recognizes it.
      ...region === undefined ? [] : [["region", region] as const],
      ["expiration_datetime", formatExpiration(session.expiration)],
      // Tells it from the session of another role.
      ["assumed_role_arn", role],
    ]),
  };
}

/**
 * The region of a new block: that of the source profile, where the session's own
 * profile has none in either file. AWS tools do not take it from the source.
 */
function newRegion(
  profiles: Profiles,
  { profileName, stsProfileName }: SessionRequest,
): string | undefined {
  const { sections, defaults } = profiles.credentials;
  const hasRegion = defaults.has("region") ||
    profiles.get(stsProfileName, "region");
  if (sections.has(stsProfileName) || hasRegion) return undefined;
  return readRegion((key) => profiles.get(profileName, key));
}

/** Refuses a profile whose config overrides the session. */
function refuseOverridingKey(
  profiles: Profiles,
  { stsProfileName: name }: SessionRequest,
): void {
  const overridingKey = findOverridingKey(
    name,
    (key) => profiles.get(name, key),
  );
  if (!overridingKey) return;
  throw new UpdstsError(
    "file_conflict",
    `${overridingKey} of the profile "${name}" in the config would override the new session`,
    hint`delete it there, or choose another name ${
      withParameter("stsProfileName")
    }`,
  );
}

/** As large as a session can be, so that the dry run finds a full disk. */
const LARGEST_SESSION: Session = {
  accessKeyId: "A".repeat(128),
  secretAccessKey: "A".repeat(128),
  sessionToken: "A".repeat(16_384),
  expiration: new Date(0),
};

function notSaved(error: unknown): UpdstsError {
  const failure = error instanceof UpdstsError
    ? error
    : new UpdstsError("internal", "an unexpected error");
  const { code, message } = failure;
  const next = "the file is unchanged; try again with a new MFA code";
  return new UpdstsError(
    code === "interrupted" ? code : "not_saved",
    `cannot save the session that STS issued: ${message}`,
    failure.hint === undefined ? next : hint`${failure.hint}; ${next}`,
    { cause: error },
  );
}
