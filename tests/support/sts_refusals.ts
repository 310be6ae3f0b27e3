import { formatAmzDate } from "./sigv4.ts";

/** A refusal as STS words it. Thrown while a request is judged, and sent as the answer. */
export class Refusal extends Error {
  /** HTTP status, error code and message of the answer. */
  constructor(readonly status: number, readonly code: string, message: string) {
    super(message);
    this.name = "Refusal";
  }
}

const fifteenMinutes = 15 * 60_000;

/** The client's clock is behind by more than 15 minutes. */
export function signatureExpired(signedAt: number, now: number): Refusal {
  const limit = formatAmzDate(now - fifteenMinutes);
  return new Refusal(
    403,
    "SignatureDoesNotMatch",
    `Signature expired: ${
      formatAmzDate(signedAt)
    } is now earlier than ${limit} ` +
      `(${formatAmzDate(now)} - 15 min.)`,
  );
}

/** The client's clock is ahead by more than 15 minutes. */
export function signatureNotYetCurrent(signedAt: number, now: number): Refusal {
  const limit = formatAmzDate(now + fifteenMinutes);
  return new Refusal(
    403,
    "SignatureDoesNotMatch",
    `Signature not yet current: ${
      formatAmzDate(signedAt)
    } is still later than ${limit} ` +
      `(${formatAmzDate(now)} + 15 min.)`,
  );
}

/** Parameters out of range; each complaint is one sentence of the message. */
export function validationError(complaints: string[]): Refusal {
  const count = `${complaints.length} validation error${
    complaints.length === 1 ? "" : "s"
  }`;
  return new Refusal(
    400,
    "ValidationError",
    `${count} detected: ${complaints.join("; ")}`,
  );
}

/** A role that is not there, or whose trust policy says no: the same answer. */
export function notAuthorized(caller: string, role: string): Refusal {
  return new Refusal(
    403,
    "AccessDenied",
    `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${role}`,
  );
}

/** More than the role allows. */
export const roleTooShort = new Refusal(
  400,
  "ValidationError",
  "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
);

/** More than AWS allows to a role that a role assumes. */
export const chainedTooLong = new Refusal(
  400,
  "ValidationError",
  "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
);

const someTime = Date.UTC(2026, 0, 2, 3, 4, 5);
const anHour = 60 * 60_000;

/** The refusals by name. Those that depend on the request are here with an example's values. */
export const refusals = {
  /** A wrong code and one used before get the same answer. */
  invalidCode: new Refusal(
    403,
    "AccessDenied",
    "MultiFactorAuthentication failed with invalid MFA one time pass code.",
  ),
  wrongSerial: new Refusal(
    403,
    "AccessDenied",
    "MultiFactorAuthentication failed, unable to validate MFA code.  " +
      "Please verify your MFA serial number is valid and associated with this user.",
  ),
  serialOrCodeMissing: new Refusal(
    403,
    "AccessDenied",
    "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
  ),
  sessionCredentials: new Refusal(
    403,
    "AccessDenied",
    "Cannot call GetSessionToken with session credentials",
  ),
  unknownKey: new Refusal(
    403,
    "InvalidClientTokenId",
    "The security token included in the request is invalid.",
  ),
  expiredToken: new Refusal(
    403,
    "ExpiredToken",
    "The security token included in the request is expired",
  ),
  rootAssumesRole: new Refusal(
    403,
    "AccessDenied",
    "Roles may not be assumed by root accounts.",
  ),
  wrongSecret: new Refusal(
    403,
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your " +
      "AWS Secret Access Key and signing method. Consult the service documentation for details.",
  ),
  wrongScope: new Refusal(
    403,
    "SignatureDoesNotMatch",
    "Credential should be scoped to a valid region.",
  ),
  signatureExpired: signatureExpired(someTime - anHour, someTime),
  signatureNotYetCurrent: signatureNotYetCurrent(someTime + anHour, someTime),
  missingSignature: new Refusal(
    403,
    "MissingAuthenticationToken",
    "Request is missing Authentication Token",
  ),
  incompleteSignature: new Refusal(
    400,
    "IncompleteSignature",
    "Authorization header is not a complete Signature Version 4.",
  ),
  validationError: validationError([
    "Value '10' at 'durationSeconds' failed to satisfy constraint: " +
    "Member must have value greater than or equal to 900",
  ]),
  regionDisabled: new Refusal(
    403,
    "RegionDisabledException",
    "STS is not activated in this region for account:123456789012. Your account administrator " +
      "can activate STS in this region using the IAM Console.",
  ),
  throttling: new Refusal(400, "Throttling", "Rate exceeded"),
} satisfies Record<string, Refusal>;

/** Names of the refusals. */
export type RefusalName = keyof typeof refusals;
