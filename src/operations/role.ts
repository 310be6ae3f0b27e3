import type { RoleScope } from "./role_scope.ts";

export interface Role {
  readonly arn: string;
  readonly sessionName: string;
  readonly externalId: string | undefined;
  /** Only the last role of a chain has one. */
  readonly scope?: RoleScope | undefined;
}

export interface RoleRequest {
  readonly arn: string;
  /** By default `updsts`. */
  readonly sessionName?: string | undefined;
  readonly externalId?: string | undefined;
}

/** The default session name of a role, which CloudTrail shows. */
const SESSION_NAME = "updsts";

const SHAPES = {
  arn: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
  sessionName: /^[\w+=,.@-]{2,64}$/,
  externalId: /^[\w+=,.@:/-]{2,1224}$/,
};

/** The part of a role that STS would reject, worded to follow "the role's". */
export function roleFault(role: RoleRequest): string | undefined {
  const { arn, sessionName, externalId } = role;
  if (!SHAPES.arn.test(arn)) {
    return "ARN does not look like arn:aws:iam::ACCOUNT:role/NAME";
  }
  if (sessionName !== undefined && !SHAPES.sessionName.test(sessionName)) {
    return "session name is not 2 to 64 letters, digits and _ + = , . @ -";
  }
  if (externalId !== undefined && !SHAPES.externalId.test(externalId)) {
    return "external id is not 2 to 1224 letters, digits and _ + = , . @ : / -";
  }
  return undefined;
}

/** The role with its default session name. */
export function withDefaults(
  { arn, sessionName = SESSION_NAME, externalId }: RoleRequest,
): Role {
  return { arn, sessionName, externalId };
}
