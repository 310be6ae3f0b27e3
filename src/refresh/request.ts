import {
  isProfileName,
  isWritableSectionName,
  SECTION_NAME_RULE,
} from "../credentials/names.ts";
import { UpdstsError } from "../errors.ts";

/** Which session is wanted. */
export interface RefreshRequest {
  readonly profileName: string;
  readonly stsProfileName: string;
  /** Seconds. */
  readonly duration: number;
  /** Seconds: while the session in the file lasts longer, there is nothing to do. */
  readonly ifExpiresWithin?: number | undefined;
}

/** The session that the file has in the end. */
export interface RefreshResult {
  readonly updated_profile_name: string;
  readonly aws_access_key_id: string;
  readonly aws_token_expiration: string;
}

/** What came of a request. */
export interface Refreshed {
  readonly result: RefreshResult;
  /** Is it of now, or did the one in the file last long enough? */
  readonly isNew: boolean;
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
  checkIfExpiresWithin(request);
}

function checkIfExpiresWithin(
  { ifExpiresWithin, duration }: RefreshRequest,
): void {
  if (ifExpiresWithin === undefined) return;
  if (!Number.isInteger(ifExpiresWithin) || ifExpiresWithin < 0) {
    throw new UpdstsError(
      "usage",
      "the time of --if-expires-within is not a whole number of seconds",
    );
  }
  if (ifExpiresWithin >= duration) {
    throw new UpdstsError(
      "usage",
      `no session of ${duration} seconds would ever last longer than ${ifExpiresWithin}`,
      "choose fewer seconds for --if-expires-within, or a longer session with -d",
    );
  }
}

/** Refuses what no MFA device shows. */
export function checkCode(code: string): void {
  if (!/^[0-9]{6}$/.test(code)) {
    throw new UpdstsError("usage", "the code is not six digits");
  }
}
