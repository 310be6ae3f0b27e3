import {
  isProfileName,
  isWritableSectionName,
  SECTION_NAME_RULE,
} from "../credentials/names.ts";
import { hint, parameter, UpdstsError } from "../errors.ts";
import { checkDuration, checkIfExpiresWithin } from "./session_duration.ts";
import { MFA_DEVICE } from "../credentials/read_keys.ts";
import {
  UNUSABLE_DEVICES,
  unusableDevice,
} from "../credentials/unusable_device.ts";
import { roleFault } from "./role.ts";
import type { SessionRequest } from "./session_types.ts";

const STS_PROFILE_NAME = parameter("stsProfileName");

/** Refuses a name that no profile can have. */
export function checkProfileName(name: string): void {
  if (isProfileName(name)) return;
  throw new UpdstsError(
    "usage",
    "the profile name is empty, too long, or contains control characters",
    "use the name between [ and ] in the credentials file",
  );
}

/** Refuses an invalid request before any file is read. */
export function checkRequest(request: SessionRequest): void {
  const { profileName, stsProfileName } = request;
  checkProfileName(profileName);
  if (!isWritableSectionName(stsProfileName)) {
    throw new UpdstsError(
      "usage",
      `"${stsProfileName}" cannot be a profile name`,
      hint`choose another STS profile name (${STS_PROFILE_NAME}): ${SECTION_NAME_RULE}`,
    );
  }
  if (stsProfileName === profileName) {
    throw new UpdstsError(
      "usage",
      "the STS profile has the name of the source profile",
      hint`choose another STS profile name (${STS_PROFILE_NAME}): the long-term access keys of the source profile would be lost`,
    );
  }
  const fault = request.role && roleFault(request.role);
  if (fault) throw new UpdstsError("usage", `the role's ${fault}`);
  if (request.mfaDevice !== undefined) checkMfaDevice(request.mfaDevice);
  checkDuration(request);
  checkIfExpiresWithin(request);
}

function checkMfaDevice(device: string): void {
  const unusable = unusableDevice(device);
  if (unusable) {
    const [fault, hint] = UNUSABLE_DEVICES[unusable];
    throw new UpdstsError("usage", `the MFA device ${fault}`, hint);
  }
  if (MFA_DEVICE.test(device)) return;
  throw new UpdstsError(
    "usage",
    "the MFA device is not in the format that AWS accepts",
    "give the ARN, as arn:aws:iam::ACCOUNT:mfa/NAME, or the serial number of a hardware device",
  );
}
