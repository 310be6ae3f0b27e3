import type { BlockEdit } from "../credentials/document.ts";
import { editBlock } from "../credentials/edit_block.ts";
import { formatExpiration } from "../credentials/expiry.ts";
import { findOverridingSetting } from "../credentials/overriding_settings.ts";
import { parse } from "../credentials/parse.ts";
import { Profiles } from "../credentials/profiles.ts";
import { readRegion } from "../credentials/region.ts";
import { showAccessKeyId } from "../credentials/mask_values.ts";
import { hint, UpdstsError, withParameter } from "../errors.ts";
import type { SessionPlan } from "./plan_session.ts";
import type { GetSessionDependencies } from "./get_session_dependencies.ts";
import type { Role } from "./role.ts";
import type { GetSessionsOutcome, SessionRequest } from "./session_types.ts";
import type { Session } from "./sts_request.ts";

/** The block to write, and the plan of its session. */
interface Target {
  readonly request: SessionRequest;
  readonly plan: Pick<SessionPlan, "profile" | "isInConfig" | "roles">;
}

export interface NewSession extends Target {
  readonly session: Session;
}

type Dependencies = Pick<
  GetSessionDependencies,
  "store" | "checkWrite" | "signal" | "saveSignal"
>;

export class SessionWriter {
  readonly #profiles: Profiles;
  readonly #dependencies: Dependencies;

  /** @param profiles The profiles of both files before the write. */
  constructor(profiles: Profiles, dependencies: Dependencies) {
    this.#profiles = profiles;
    this.#dependencies = dependencies;
  }

  /** Does all that a write does, except replacing the file. */
  async dryRun(targets: readonly Target[]): Promise<void> {
    const { store, signal } = this.#dependencies;
    const session = LARGEST_SESSION;
    const edit = (text: string) =>
      targets.reduce(
        (edited, target) => this.#edit(edited, { ...target, session }),
        text,
      );
    await store.dryRun(edit, signal);
    for (const { request } of targets) {
      refuseOverridingKey(this.#profiles, request);
    }
  }

  /**
   * Writes all sessions at once, into the file as it is then. Of several, one that
   * another program's change leaves no place for does not prevent the others.
   *
   * @param usedCode Whether an MFA code was used for one of them.
   */
  async write(
    sessions: readonly NewSession[],
    usedCode: boolean,
  ): Promise<GetSessionsOutcome> {
    const { store, saveSignal } = this.#dependencies;
    let failures = new Map<NewSession, UpdstsError>();
    const editEach = (before: string) => {
      failures = new Map();
      return sessions.reduce((text, session) => {
        try {
          return this.#edit(text, session);
        } catch (error) {
          const isLast = failures.size === sessions.length - 1;
          if (isLast || !(error instanceof UpdstsError)) throw error;
          failures.set(session, error);
          return text;
        }
      }, before);
    };
    try {
      await store.update(editEach, saveSignal);
    } catch (error) {
      throw notSaved(error, sessions.length, usedCode);
    }
    const { sections } = this.#profiles.credentials;
    const saved = sessions.filter((session) => !failures.has(session));
    return {
      outcomes: saved.map(({ request: { stsProfileName }, session }) => ({
        result: {
          updated_profile_name: stsProfileName,
          aws_access_key_id: showAccessKeyId(session.accessKeyId),
          aws_token_expiration: formatExpiration(session.expiration),
        },
        isNew: true,
        isFirst: !sections.has(stsProfileName),
      })),
      failures: [...failures].map(([{ request: { profileName } }, error]) => ({
        profileName,
        error,
      })),
    };
  }

  #edit(text: string, { request, plan, session }: NewSession): string {
    const current = parse(text);
    const { profile, isInConfig, roles } = plan;
    if (!isInConfig && !current.sections.has(profile)) throw removed(profile);
    const profiles = new Profiles(current, this.#profiles.config);
    this.#dependencies.checkWrite?.(profiles);
    const region = newRegion(profiles, request);
    return editBlock(
      current,
      blockEdit(request, session, roles.at(-1), region),
    );
  }
}

function removed(profile: string): UpdstsError {
  return new UpdstsError(
    "file_busy",
    `another program removed the profile "${profile}" from the credentials file`,
    "restore it and try again",
  );
}

function blockEdit(
  { profileName, stsProfileName }: SessionRequest,
  session: Session,
  role: Role | undefined,
  region: string | undefined,
): BlockEdit {
  return {
    source: profileName,
    section: stsProfileName,
    settings: new Map([
      ["aws_access_key_id", session.accessKeyId],
      ["aws_secret_access_key", session.secretAccessKey],
      ["aws_session_token", session.sessionToken],
      // Without a value it would be removed, and it may be the user's. Before the
      // expiry, a removal recognizes it.
      ...region === undefined ? [] : [["region", region] as const],
      ["expiration_datetime", formatExpiration(session.expiration)],
      // These distinguish it from sessions of another role or scope.
      ["assumed_role_arn", role?.arn],
      ["assumed_role_scope", role?.scope?.id],
    ]),
  };
}

/**
 * The region of a new block: that of the source profile, where the session's own
 * profile has none in either file. AWS tools do not take it from the source.
 */
function newRegion(
  profiles: Profiles,
  { profileName, stsProfileName }: SessionRequest,
): string | undefined {
  const { sections, defaults } = profiles.credentials;
  const hasRegion = defaults.has("region") ||
    profiles.get(stsProfileName, "region");
  if (sections.has(stsProfileName) || hasRegion) return undefined;
  return readRegion((key) => profiles.get(profileName, key));
}

/** Refuses a profile whose config overrides the session. */
function refuseOverridingKey(
  profiles: Profiles,
  { stsProfileName: name }: SessionRequest,
): void {
  const overridingKey = findOverridingSetting(
    name,
    (key) => profiles.get(name, key),
  );
  if (!overridingKey) return;
  throw new UpdstsError(
    "file_conflict",
    `${overridingKey} of the profile "${name}" in the config would override the new session`,
    hint`delete it there, or choose another name ${
      withParameter("stsProfileName")
    }`,
  );
}

/** As large as a session can be, so that the dry run finds a full disk. */
const LARGEST_SESSION: Session = {
  accessKeyId: "A".repeat(128),
  secretAccessKey: "A".repeat(128),
  sessionToken: "A".repeat(16_384),
  expiration: new Date(0),
};

function notSaved(
  error: unknown,
  count: number,
  usedCode: boolean,
): UpdstsError {
  const failure = error instanceof UpdstsError
    ? error
    : new UpdstsError("internal", "an unexpected error");
  const { code, message } = failure;
  const next = `the file is unchanged; try again${
    usedCode ? " with a new MFA code" : ""
  }`;
  return new UpdstsError(
    code === "interrupted" ? code : "not_saved",
    `cannot save the ${
      count === 1 ? "session" : "sessions"
    } that STS issued: ${message}`,
    failure.hint === undefined ? next : hint`${failure.hint}; ${next}`,
    { cause: error },
  );
}
