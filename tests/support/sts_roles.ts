import type { Parameters } from "./sts_parameters.ts";
import type { XmlElements } from "./sts_xml.ts";
import { chainedTooLong, notAuthorized, roleTooShort } from "./sts_refusals.ts";

/** A role of the simulated STS. */
export interface StsRole {
  arn: string;
  /** Seconds. */
  maxSessionDuration: number;
  /** The only principal that may assume it, by ARN; anyone of the account without it. */
  trusts?: string;
  externalId?: string;
  needsMfa?: boolean;
  /** The most seconds since the MFA code: the condition `aws:MultiFactorAuthAge`. */
  maxMfaAge?: number;
}

/** The caller of AssumeRole. */
export interface RoleCaller {
  arn: string;
  /** Whether temporary credentials sign the request: the role then lasts an hour at most. */
  isSession: boolean;
  /** Seconds since the MFA code; undefined without MFA. */
  mfaAge: number | undefined;
}

/** Throws where the role may not be assumed so. Gives how long it is for, in seconds. */
export function checkAssumption(
  role: StsRole | undefined,
  caller: RoleCaller,
  parameters: Parameters,
): number {
  const { RoleArn: arn = "", ExternalId: externalId } = parameters;
  const isTrusted = role !== undefined &&
    (role.trusts === undefined || role.trusts === caller.arn) &&
    (role.externalId === undefined || role.externalId === externalId) &&
    (!role.needsMfa || caller.mfaAge !== undefined) &&
    (role.maxMfaAge === undefined ||
      (caller.mfaAge ?? Infinity) <= role.maxMfaAge);
  if (!isTrusted) throw notAuthorized(caller.arn, arn);
  const seconds = Number(parameters["DurationSeconds"] ?? 3600);
  if (caller.isSession && seconds > 3600) throw chainedTooLong;
  if (seconds > role.maxSessionDuration) throw roleTooShort;
  return seconds;
}

/** What CloudTrail and GetCallerIdentity call a session of a role. */
export function assumedRoleArn(roleArn: string, sessionName: string): string {
  const [, partition, account, name] =
    /^arn:([^:]+):iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(roleArn)!;
  return `arn:${partition}:sts::${account}:assumed-role/${name}/${sessionName}`;
}

/** What GetCallerIdentity says of a user or of a role's session. */
export function callerIdentity(arn: string): XmlElements {
  return { Arn: arn, UserId: userId(arn), Account: arn.split(":")[4]! };
}

/** Made of the ARN; a role's has the session's name behind it. */
export function userId(arn: string): string {
  const [kind, , sessionName] = arn.split(":")[5]!.split("/");
  return kind === "assumed-role"
    ? `AROAEXAMPLEEXAMPLE123:${sessionName}`
    : "AIDAEXAMPLEEXAMPLE123";
}
