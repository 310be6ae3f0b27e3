import type {
  BlockEdit,
  CredentialsDocument,
} from "../credentials/document.ts";
import { editBlock } from "../credentials/edit.ts";
import { formatExpiration } from "../credentials/expiration.ts";
import { showAccessKeyId } from "../credentials/redact.ts";
import { parse } from "../credentials/parse.ts";
import { parseValid } from "../credentials/checks.ts";
import { findOverridingKey } from "../credentials/overriding_keys.ts";
import { UpdstsError } from "../errors.ts";
import { profileSettings } from "../credentials/profiles.ts";
import { lastingSession } from "./existing_session.ts";
import { checkCode, checkRequest } from "./request.ts";
import { findSource, type Source } from "./session_source.ts";
import type {
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
 * Has a session for a profile in its block: a new one, or, where the request
 * allows it, the one that is there. That one is looked at again when no other
 * process refreshes it any more, so of many at once only one asks for a code.
 */
export async function getSession(
  request: SessionRequest,
  dependencies: GetSessionDependencies,
): Promise<GetSessionOutcome> {
  checkRequest(request);
  const { store, signal } = dependencies;
  const config = await dependencies.readConfig();
  const look = async () => {
    const document = await store.read(parseValid);
    const role = request.role?.arn ?? configuredRole(document, config, request);
    return lastingSession(document, request, role, dependencies.now());
  };
  if (request.ifExpiresWithin !== undefined) {
    const lasting = await look();
    if (lasting) return { result: lasting, isNew: false };
  }
  const renew = async () => ({
    result: await renewSession(request, dependencies, config),
    isNew: true,
  });
  if (request.ifExpiresWithin === undefined) return await renew();
  await readSource(request, dependencies, config);
  return await store.withSessionLock(request.stsProfileName, async () => {
    const renewed = await look();
    return renewed ? { result: renewed, isNew: false } : await renew();
  }, signal);
}

/**
 * Gets a session for a profile and writes it into its block. Everything that
 * can be refused is refused before the code is asked for and spent; once STS
 * has answered, the edit is made on the file as it is then.
 */
async function renewSession(
  request: SessionRequest,
  dependencies: GetSessionDependencies,
  config: CredentialsDocument,
): Promise<SessionResult> {
  const { store, signal } = dependencies;
  const { document, source } = await readSource(request, dependencies, config);
  const { profile, keys, roles, settings, duration } = source;
  const edit = (session: Session) => (text: string) => {
    const current = parse(text);
    if (!current.sections.has(profile)) throw removed(profile);
    return editBlock(
      current,
      blockEdit(request, session, roles.at(-1)?.arn),
    );
  };
  await store.dryRun(edit(LARGEST_SESSION), signal);
  refuseOverridingKey(document, config, request);
  const ask = await dependencies.connect(settings, keys.mfaDevice);
  const { mfaDevice } = keys;
  const code = await dependencies.readCode({ mfaDevice, roles, duration });
  checkCode(code);
  signal.throwIfAborted();
  const session = await ask({ ...keys, code, roles, duration }, signal);
  try {
    await store.update(edit(session), dependencies.saveSignal);
  } catch (error) {
    throw notSaved(error);
  }
  return {
    updated_profile_name: request.stsProfileName,
    aws_access_key_id: showAccessKeyId(session.accessKeyId),
    aws_token_expiration: formatExpiration(session.expiration),
  };
}

/** The role that the profile itself names. */
function configuredRole(
  document: CredentialsDocument,
  config: CredentialsDocument,
  { profileName }: SessionRequest,
): string | undefined {
  return profileSettings(document, profileName, config)?.get("role_arn") ||
    undefined;
}

async function readSource(
  request: SessionRequest,
  { store }: GetSessionDependencies,
  config: CredentialsDocument,
): Promise<{ document: CredentialsDocument; source: Source }> {
  return await store.read((text) => {
    const document = parseValid(text);
    return { document, source: findSource(document, config, request) };
  });
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
): BlockEdit {
  return {
    source: profileName,
    section: stsProfileName,
    settings: new Map([
      ["aws_access_key_id", session.accessKeyId],
      ["aws_secret_access_key", session.secretAccessKey],
      ["aws_session_token", session.sessionToken],
      ["expiration_datetime", formatExpiration(session.expiration)],
      // So that another role's session is not taken for it.
      ["assumed_role_arn", role],
    ]),
  };
}

/** What the credentials file does not have, the config may. */
function refuseOverridingKey(
  document: CredentialsDocument,
  config: CredentialsDocument,
  { stsProfileName: name }: SessionRequest,
): void {
  const settings = profileSettings(document, name, config);
  const rival = settings && findOverridingKey(name, settings.get);
  if (!rival) return;
  throw new UpdstsError(
    "file_conflict",
    `${rival} of the profile "${name}" in the config would win over the new session`,
    "delete it there, or choose another name with -sn",
  );
}

/** As large as a session gets, so that a rehearsal needs the room it needs. */
const LARGEST_SESSION: Session = {
  accessKeyId: "A".repeat(128),
  secretAccessKey: "A".repeat(128),
  sessionToken: "A".repeat(16_384),
  expiration: new Date(0),
};

function notSaved(error: unknown): UpdstsError {
  const { code, message, hint } = error instanceof UpdstsError
    ? error
    : { code: "internal", message: "an unforeseen fault", hint: undefined };
  return new UpdstsError(
    code === "interrupted" ? code : "not_saved",
    `STS gave a session, but it was not saved: ${message}`,
    `${
      hint ? `${hint}; ` : ""
    }the file is as it was; ask again with a new code`,
    { cause: error },
  );
}
