import {
  isProfileName,
  isWritableSectionName,
  SECTION_NAME_RULE,
} from "../credentials/names.ts";
import { UpdstsError } from "../errors.ts";
import { checkDuration, checkIfExpiresWithin } from "./duration.ts";
import { roleFault } from "./role.ts";

/** A role as it was asked for. */
export interface RoleRequest {
  readonly arn: string;
  /** By default `updsts`. */
  readonly sessionName?: string | undefined;
  readonly externalId?: string | undefined;
}

/** Which session is wanted. */
export interface RefreshRequest {
  readonly profileName: string;
  readonly stsProfileName: string;
  /** Seconds; by default 3600, or what the profile of a role says. */
  readonly duration?: number | undefined;
  /** A role to assume with the profile, beside those that the profile names. */
  readonly role?: RoleRequest | undefined;
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

/** Refuses what no profile can be called. */
export function checkProfileName(name: string): void {
  if (isProfileName(name)) return;
  throw new UpdstsError(
    "usage",
    "the profile's name is empty, too long, or has control characters",
    "give the name as it stands between [ and ] in the credentials file",
  );
}

/** Refuses a request that is wrong in itself, before anything is read. */
export function checkRequest(request: RefreshRequest): void {
  const { profileName, stsProfileName } = request;
  checkProfileName(profileName);
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
  const fault = request.role && roleFault(request.role);
  if (fault) throw new UpdstsError("usage", `the role's ${fault}`);
  checkDuration(request);
  checkIfExpiresWithin(request);
}

/** Refuses what no MFA device shows. */
export function checkCode(code: string): void {
  if (!/^[0-9]{6}$/.test(code)) {
    throw new UpdstsError("usage", "the code is not six digits");
  }
}
