import type {
  BlockEdit,
  CredentialsDocument,
  Section,
} from "./credentials/document.ts";
import { editBlock } from "./credentials/edit.ts";
import { formatExpiration } from "./credentials/expiration.ts";
import {
  isProfileName,
  isWritableSectionName,
  SECTION_NAME_RULE,
} from "./credentials/names.ts";
import { parse } from "./credentials/parse.ts";
import { mfaDeviceOf, readSetting } from "./credentials/profile.ts";
import { refuseInvalid } from "./credentials/refusals.ts";
import { UpdstsError } from "./errors.ts";
import { nearest } from "./nearest.ts";

/** The credentials file, as the operation needs it. */
export interface CredentialStore {
  /** The file's text. */
  read(): Promise<string>;
  /**
   * Does everything that an update does, short of replacing the file.
   *
   * @param edit What the update would do to the text.
   * @param signal Ends the wait for the lock.
   * @throws {UpdstsError} Where an update would fail.
   */
  rehearse(edit: (text: string) => string, signal: AbortSignal): Promise<void>;
  /** Replaces the file, under the lock, with an edit of what is there now. */
  update(edit: (text: string) => string): Promise<void>;
}

/** Long-lived keys and the MFA device that goes with them. */
export interface LongLivedKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The ARN, or a hardware device's serial number. */
  readonly mfaDevice: string;
}

/** What STS is asked for. */
export interface SessionRequest extends LongLivedKeys {
  /** Six digits. */
  readonly code: string;
  /** Seconds. */
  readonly duration: number;
}

/** What STS gives. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** STS, ready to be asked: nothing about it is left that could be refused early. */
export type AskSts = (
  request: SessionRequest,
  signal: AbortSignal,
) => Promise<Session>;

/** A profile's settings, as the AWS SDKs merge them from both files. */
export interface ProfileSettings {
  /** A key of the profile. */
  get(key: string): string | undefined;
  /** A key of the section of `[services …]` that the profile names. */
  getOfService(service: string, key: string): string | undefined;
}

/** What the operation is given. */
export interface RefreshParts {
  readonly store: CredentialStore;
  /** The settings of a profile, with `~/.aws/config` behind the file's own. */
  readSettings(
    document: CredentialsDocument,
    section: Section,
  ): Promise<ProfileSettings>;
  /** Gets STS ready for a profile's settings and MFA device. */
  connect(settings: ProfileSettings, mfaDevice: string): Promise<AskSts>;
  /** The code of the MFA device; asked for when all else is known to be well. */
  readCode(mfaDevice: string): Promise<string>;
  /** Aborted when the user wants no session any more. */
  readonly signal: AbortSignal;
}

/** Which session is wanted. */
export interface RefreshRequest {
  readonly profileName: string;
  readonly stsProfileName: string;
  /** Seconds. */
  readonly duration: number;
}

/** What was written. */
export interface RefreshResult {
  readonly updated_profile_name: string;
  readonly aws_access_key_id: string;
  readonly aws_token_expiration: string;
}

/** Refuses a request that is wrong in itself, before anything is read. */
export function checkRequest(request: RefreshRequest): void {
  const { profileName, stsProfileName, duration } = request;
  if (!isProfileName(profileName)) {
    throw new UpdstsError(
      "usage",
      "the profile's name is empty, too long, or has control characters",
      "give the name as it stands between [ and ] in the credentials file",
    );
  }
  if (!isWritableSectionName(stsProfileName)) {
    throw new UpdstsError(
      "usage",
      `"${stsProfileName}" can't be written as a profile's name`,
      `choose another STS profile name (-sn): ${SECTION_NAME_RULE}`,
    );
  }
  if (stsProfileName === profileName) {
    throw new UpdstsError(
      "usage",
      "the STS profile's name is that of the source profile",
      "choose another STS profile name (-sn): the source profile's long-lived keys would be lost",
    );
  }
  if (!Number.isInteger(duration) || duration < 900 || duration > 129600) {
    throw new UpdstsError(
      "usage",
      "the duration is not a whole number of seconds from 900 to 129600",
    );
  }
}

/** Refuses what no MFA device shows. */
export function checkCode(code: string): void {
  if (!/^[0-9]{6}$/.test(code)) {
    throw new UpdstsError("usage", "the code is not six digits");
  }
}

/**
 * Gets a session for a profile and writes it into its block. Everything that
 * can be refused is refused before the code is asked for and spent; once STS
 * has answered, the edit is made on the file as it is then.
 */
export async function refresh(
  request: RefreshRequest,
  parts: RefreshParts,
): Promise<RefreshResult> {
  checkRequest(request);
  const { store, signal } = parts;
  const document = parse(await store.read());
  refuseInvalid(document);
  const section = findProfile(document, request.profileName);
  const settings = await parts.readSettings(document, section);
  const keys = readKeys(document, section, settings);
  const edit = (session: Session) => (text: string) =>
    editBlock(parse(text), blockEdit(request, session));
  await store.rehearse(edit(STAND_IN), signal);
  const ask = await parts.connect(settings, keys.mfaDevice);
  const code = await parts.readCode(keys.mfaDevice);
  checkCode(code);
  signal.throwIfAborted();
  const session = await ask(
    { ...keys, code, duration: request.duration },
    signal,
  );
  try {
    await store.update(edit(session));
  } catch (error) {
    throw notSaved(error);
  }
  return {
    updated_profile_name: request.stsProfileName,
    aws_access_key_id: session.accessKeyId,
    aws_token_expiration: formatExpiration(session.expiration),
  };
}

/** The profile's section, or an error that names the nearest one. */
export function findProfile(
  document: CredentialsDocument,
  name: string,
): Section {
  const section = document.sections.get(name);
  if (section) return section;
  const near = nearest(name, [...document.sections.keys()]);
  throw new UpdstsError(
    "profile_not_found",
    `there is no profile "${name}" in the credentials file`,
    near === undefined
      ? '"updsts list" shows the profiles'
      : `did you mean "${near}"?`,
  );
}

function readKeys(
  document: CredentialsDocument,
  section: Section,
  settings: ProfileSettings,
): LongLivedKeys {
  const own = (key: string) => readSetting(document, section, key);
  const accessKeyId = own("aws_access_key_id");
  const secretAccessKey = own("aws_secret_access_key");
  const mfaDevice = mfaDeviceOf(document, section) ??
    settings.get("mfa_serial");
  const missing = Object.entries({
    aws_access_key_id: accessKeyId,
    aws_secret_access_key: secretAccessKey,
    mfa_device_arn: mfaDevice,
  }).filter(([, value]) => !value).map(([key]) => key);
  if (!accessKeyId || !secretAccessKey || !mfaDevice) {
    throw new UpdstsError(
      "profile_incomplete",
      `the profile "${section.name}" has no ${missing.join(", no ")}`,
      missing.includes("mfa_device_arn")
        ? "write mfa_device_arn = arn:aws:iam::ACCOUNT:mfa/NAME into it (your security credentials page in the AWS console shows it)"
        : "write the long-lived keys of your IAM user into it",
    );
  }
  refuseMalformed(section.name, { accessKeyId, secretAccessKey, mfaDevice });
  if (
    own("aws_session_token") || own("aws_security_token") ||
    accessKeyId.startsWith("ASIA")
  ) {
    throw new UpdstsError(
      "profile_incomplete",
      `the keys of the profile "${section.name}" are a session's, and STS gives sessions for long-lived keys only`,
      "name the profile that has the long-lived keys of your IAM user",
    );
  }
  return { accessKeyId, secretAccessKey, mfaDevice };
}

/** What STS could not even be asked with; most often a swallowed line. */
function refuseMalformed(name: string, keys: LongLivedKeys): void {
  const shapes: [string, string, RegExp][] = [
    ["aws_access_key_id", keys.accessKeyId, /^\w{16,128}$/],
    ["aws_secret_access_key", keys.secretAccessKey, /^[\x21-\x7e]+$/],
    ["the MFA device", keys.mfaDevice, /^[\w+=/:,.@-]{9,256}$/],
  ];
  for (const [what, value, shape] of shapes) {
    if (shape.test(value)) continue;
    throw new UpdstsError(
      "profile_incomplete",
      `${what} of the profile "${name}" is not what STS takes`,
      /\n/.test(value)
        ? "an indented line below it continues its value: remove the indentation"
        : "look at it for spaces, quotes and comments behind it",
    );
  }
}

function blockEdit(
  { profileName, stsProfileName }: RefreshRequest,
  session: Session,
): BlockEdit {
  return {
    source: profileName,
    section: stsProfileName,
    settings: new Map([
      ["aws_access_key_id", session.accessKeyId],
      ["aws_secret_access_key", session.secretAccessKey],
      ["aws_session_token", session.sessionToken],
      ["expiration_datetime", formatExpiration(session.expiration)],
    ]),
  };
}

/** As large as a session gets, so that a rehearsal needs the room it needs. */
const STAND_IN: Session = {
  accessKeyId: "A".repeat(128),
  secretAccessKey: "A".repeat(128),
  sessionToken: "A".repeat(16_384),
  expiration: new Date(0),
};

function notSaved(error: unknown): UpdstsError {
  const { message, hint } = error instanceof UpdstsError
    ? error
    : { message: "an unforeseen fault", hint: undefined };
  return new UpdstsError(
    "not_saved",
    `STS gave a session, but it was not saved: ${message}`,
    `${
      hint ? `${hint}; ` : ""
    }the file is as it was; ask again with a new code`,
    { cause: error },
  );
}
