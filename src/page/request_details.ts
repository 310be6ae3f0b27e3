import { showArn, showMfaDevice } from "../credentials/mask_values.ts";
import type { SessionParameters } from "../operations/sts_request.ts";
import type { SessionRequest } from "../operations/session_types.ts";

/** The details of a request that the page shows. */
export interface RequestDetails {
  /** Whether an AI agent made the request, or the user with `updsts get`. */
  readonly requester: "agent" | "command";
  readonly profile: string;
  readonly stsProfile: string;
  /** Twelve digits, where an ARN names it. */
  readonly account: string | undefined;
  /** The ARNs of the roles to assume in turn. */
  readonly roles: readonly string[];
  /** The ARNs of the session policies that limit the last role's session. */
  readonly policies?: readonly string[] | undefined;
  /** The only profiles that the agent may name, if they are limited. */
  readonly allowedProfiles?: readonly string[] | undefined;
  readonly mfaDevice: string;
  /** The MCP client, with the name that it declares. */
  readonly client?: string | undefined;
  /** The credentials file, where it is not the default. */
  readonly credentialsFile: string | undefined;
  /** Seconds. */
  readonly duration: number;
}

/** The details that every request has. */
export function describeRequest(
  { profileName, stsProfileName, scope }: SessionRequest,
  { mfaDevice, roles, duration }: SessionParameters,
): Omit<RequestDetails, "requester" | "credentialsFile"> {
  const arns = roles.map(({ arn }) => showArn(arn));
  const device = showMfaDevice(mfaDevice);
  return {
    profile: profileName,
    stsProfile: stsProfileName,
    account: /^arn:[\w-]+:iam::(\d{12}):/.exec(arns.at(-1) ?? device)?.[1],
    roles: arns,
    policies: scope?.policyArns,
    mfaDevice: device,
    duration,
  };
}
