import type { Role } from "./types.ts";
import type { RoleRequest } from "./types.ts";

/** The name that the session of a role has in CloudTrail, if none is chosen. */
const SESSION_NAME = "updsts";

/**
 * How many roles a chain may have. Nobody has more than three or four; a chain
 * of thousands is one that somebody planted.
 */
export const MAX_ROLES = 10;

const SHAPES = {
  arn: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
  sessionName: /^[\w+=,.@-]{2,64}$/,
  externalId: /^[\w+=,.@:/-]{2,1224}$/,
};

/** What of a role STS would not take, in words that follow "the role's". */
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

/** The role with what goes without saying. */
export function withDefaults(
  { arn, sessionName = SESSION_NAME, externalId }: RoleRequest,
): Role {
  return { arn, sessionName, externalId };
}
