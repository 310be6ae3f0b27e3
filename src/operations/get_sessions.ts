import type { Profiles } from "../credentials/profiles.ts";
import { UpdstsError } from "../errors.ts";
import { keptSession } from "./kept_session.ts";
import { getBatch } from "./get_batch.ts";
import { checkRequest } from "./check_request.ts";
import { readProfiles } from "./read_profiles.ts";
import { planBatch } from "./plan_batch.ts";
import type { GetSessionDependencies } from "./get_session_dependencies.ts";
import type {
  GetSessionsOutcome,
  SessionFailure,
  SessionRequest,
} from "./session_types.ts";

/**
 * Ensures a session for each of several profiles of one source profile, with one
 * MFA code: a session of the source profile, a new one where the file has none that
 * is live, assumes the roles. All that could be got is written at once.
 *
 * @throws {UpdstsError} Where nothing could be got; nothing is written then.
 */
export async function getSessions(
  requests: readonly SessionRequest[],
  dependencies: GetSessionDependencies,
): Promise<GetSessionsOutcome> {
  for (const request of requests) checkRequest(request);
  const { store, signal, now } = dependencies;
  const config = await dependencies.readConfig();
  const read = <T>(use: (profiles: Profiles) => T) =>
    readProfiles(dependencies, config, use);
  const prepare = (profiles: Profiles) => {
    const kept = requests.map((each) => keptSession(profiles, each, now()));
    const needed = requests.filter((_, at) => !kept[at]);
    return {
      kept: kept.filter((each) => each !== undefined),
      batch: needed.length > 0 ? planBatch(profiles, needed, now()) : undefined,
    };
  };
  const renew = async () => {
    const { kept, batch } = await read(prepare);
    if (!batch) return { outcomes: kept, failures: [] };
    const { outcomes, failures } = await getBatch(batch, dependencies);
    if (kept.length + outcomes.length === 0) throw failuresError(failures);
    const names = requests.map(({ stsProfileName }) => stsProfileName);
    const indexOf = ({ result }: typeof outcomes[number]) =>
      names.indexOf(result.updated_profile_name);
    return {
      outcomes: [...kept, ...outcomes]
        .sort((one, other) => indexOf(one) - indexOf(other)),
      failures,
    };
  };
  const isConditional = requests.some(({ ifExpiresWithin }) =>
    ifExpiresWithin !== undefined
  );
  if (!isConditional) return await renew();
  const { kept, batch } = await read(prepare);
  if (!batch) return { outcomes: kept, failures: [] };
  return await store.withSessionLock(batch.name, renew, signal);
}

/** One error of several failures, by the names of the profiles. */
export function failuresError(
  failures: readonly SessionFailure[],
): UpdstsError {
  const errors = failures.map(({ error }) => error);
  // Wrong usage means that nothing was written.
  const { code = "sts_refused" } =
    errors.find(({ code }) => code !== "usage") ?? {};
  const causes = failures.map(({ profileName, error }) =>
    `the profile "${profileName}": ${error.message}`
  );
  return new UpdstsError(
    code,
    `no session for ${causes.join("; none for ")}`,
    errors.find(({ hint }) => hint !== undefined)?.hint,
    { cause: errors[0] },
  );
}
