import { UpdstsError } from "../errors.ts";

/** The scope of a role's session, as it is typed. */
interface RoleScopeRequest {
  /** ARNs of policies that limit the session. */
  readonly policyArns?: readonly string[] | undefined;
  readonly sourceIdentity?: string | undefined;
  /** Each as `KEY=VALUE`. */
  readonly tags?: readonly string[] | undefined;
  /** Keys of tags that roles assumed with the session get as well. */
  readonly transitiveTagKeys?: readonly string[] | undefined;
}

interface Tag {
  readonly key: string;
  readonly value: string;
}

/** The scope of a role's session: what AssumeRole limits or marks it with. */
export interface RoleScope {
  readonly policyArns: readonly string[];
  readonly sourceIdentity: string | undefined;
  readonly tags: readonly Tag[];
  readonly transitiveTagKeys: readonly string[];
  /** A hash of all of it, by which a session in the file is recognized. */
  readonly id: string;
}

const POLICY_ARN =
  /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]{1,512}$/;
const SOURCE_IDENTITY = /^(?!aws:)[\w+=,.@-]{2,64}$/;
const TAG_KEY = /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu;
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;
const MAX_POLICIES = 10;
const MAX_TAGS = 50;

/**
 * Checks the scope of a role's session.
 *
 * @returns Nothing where none is requested.
 * @throws {UpdstsError} `usage` where STS would reject it.
 */
export async function checkScope(
  { policyArns = [], sourceIdentity, tags = [], transitiveTagKeys = [] }:
    RoleScopeRequest,
): Promise<RoleScope | undefined> {
  const isGiven = [policyArns, tags, transitiveTagKeys]
    .some(({ length }) => length > 0) || sourceIdentity !== undefined;
  if (!isGiven) return undefined;
  checkPolicies(policyArns);
  if (sourceIdentity !== undefined && !SOURCE_IDENTITY.test(sourceIdentity)) {
    throw invalid(
      "the source identity is not 2 to 64 letters, digits and _ + = , . @ -",
    );
  }
  const scope = {
    policyArns,
    sourceIdentity,
    tags: parseTags(tags),
    transitiveTagKeys,
  };
  const keys = new Set(scope.tags.map(({ key }) => key));
  if (transitiveTagKeys.some((key) => !keys.has(key))) {
    throw invalid("a transitive tag is not among the tags");
  }
  return { ...scope, id: await hash(scope) };
}

function checkPolicies(arns: readonly string[]): void {
  if (arns.length > MAX_POLICIES) {
    throw invalid(`there are more than ${MAX_POLICIES} policies`);
  }
  if (arns.every((arn) => POLICY_ARN.test(arn))) return;
  throw invalid(
    "a policy ARN does not look like arn:aws:iam::ACCOUNT:policy/NAME",
  );
}

function parseTags(texts: readonly string[]): Tag[] {
  const tags = texts.map((text) => {
    const [, key = "", value = ""] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    if (TAG_KEY.test(key) && TAG_VALUE.test(value)) return { key, value };
    throw invalid(
      "a tag is not KEY=VALUE, of letters, digits, spaces and _ . : / + - @",
    );
  });
  if (tags.length > MAX_TAGS) {
    throw invalid(`there are more than ${MAX_TAGS} tags`);
  }
  // AWS does not tell capitals from small letters in keys.
  const keys = new Set(tags.map(({ key }) => key.toLowerCase()));
  if (keys.size < tags.length) throw invalid("two tags have the same key");
  return tags;
}

/** The same for the same scope, in whatever order it is given. */
async function hash(scope: Omit<RoleScope, "id">): Promise<string> {
  const text = JSON.stringify([
    scope.policyArns.toSorted(),
    scope.sourceIdentity ?? null,
    scope.tags.map(({ key, value }) => `${key}=${value}`).sort(),
    scope.transitiveTagKeys.toSorted(),
  ]);
  const bytes = new TextEncoder().encode(text);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return `sha256:${new Uint8Array(digest).toHex().slice(0, 32)}`;
}

function invalid(message: string): UpdstsError {
  return new UpdstsError("usage", message);
}
