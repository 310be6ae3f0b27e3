import {
  isProfileName,
  isWritableSectionName,
  SECTION_NAME_RULE,
} from "../credentials/names.ts";
import { UpdstsError } from "../errors.ts";
import { checkDuration, checkIfExpiresWithin } from "./duration.ts";
import { roleFault } from "./role.ts";
import type { SessionRequest } from "./types.ts";

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
export function checkRequest(request: SessionRequest): void {
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
