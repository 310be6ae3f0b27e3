import { UpdstsError } from "../../errors.ts";
import { getSession } from "../../operations/get_session.ts";
import { failuresError, getSessions } from "../../operations/get_sessions.ts";
import { parseMfaCode } from "../../operations/mfa_code.ts";
import type { GetSessionDependencies } from "../../operations/get_session_dependencies.ts";
import type {
  GetSessionOutcome,
  SessionRequest,
} from "../../operations/session_types.ts";
import { readSavedSession } from "../../operations/read_credentials.ts";
import { getCommandLine } from "../../platform/get_command_line.ts";
import { sanitizeJson } from "../../util/sanitize.ts";
import type { PagePrompt } from "../mfa_page_prompt.ts";
import { CodeReader } from "../mfa_prompt.ts";
import type { CommandContext, CommandSpec } from "../command_types.ts";
import { FORMAT_NAMES, openKeyOutput } from "../export_formats.ts";
import type { Flags } from "../command_line_types.ts";
import type { Runtime } from "../runtime.ts";
import { describeOutcome, describeUse } from "../outcome_text.ts";
import { sessionRequests } from "../session_requests.ts";

export const spec: CommandSpec<"get"> = {
  usage: [
    "[NAME] [-t CODE] [-sn NAME] [-d TIME] [-c FILE]",
    "NAME NAME… [-t CODE] [-d TIME] …",
    "NAME --if-expires-within TIME [-t CODE] …",
    "NAME --page [--if-expires-within TIME] …",
    "NAME --format FORMAT [-t CODE] [--to-terminal] …",
    "NAME --role-arn ARN [--role-session-name NAME] [--external-id ID] …",
    "NAME [--policy-arn ARN]… [--tag KEY=VALUE]… [--source-identity NAME] …",
  ],
  description: [
    "Gets a session from AWS STS with an MFA code of the profile's device, and " +
    "writes it into the credentials file as the profile NAME_sts. For a profile " +
    "of ~/.aws/config that has a role_arn and a source_profile, it assumes the " +
    "role. The option names --profile_name, --totp_token, --sts_profile_name " +
    "and --credential_file also work.",
  ],
  examples: [
    "updsts get default",
    "updsts get work -t 012345 -sn work_mfa -d 12h",
    "credential_process = updsts get default --format process",
  ],
  options: {
    profiles: {
      brief: "A profile with long-term access keys, or a role profile; " +
        "profiles with the same source profile use one MFA code",
      default: "[default], or the only profile with an MFA device",
    },
    totpToken: {
      brief:
        "The six digits of the MFA device; - reads a line of standard input",
      default: "a prompt at the terminal",
    },
    stsProfileName: {
      brief: "The profile to write",
      default: "NAME_sts",
    },
    duration: {
      brief:
        "The duration of the session, as 3600, 90m or 12h: 900 to 129600 " +
        "seconds, for a role at most 43200",
      default:
        "duration_seconds of the profile, else 3600; with --role-arn 3600",
    },
    ifExpiresWithin: {
      brief: "Keep the session in the file if it is valid for longer than this",
    },
    page: {
      brief:
        "Ask for the MFA code on a page of this computer, and print its URL: for programs that pass no input",
    },
    format: {
      brief: "Print the session's keys, secrets included; gets a new session " +
        "only if the one in the file expires within five minutes",
      choices: FORMAT_NAMES,
    },
    toTerminal: {
      brief: "Print the keys even if standard output is a terminal",
    },
    mfaSerial: {
      brief: "The MFA device: its ARN, or a hardware device's serial number",
      default: "that of the profile",
    },
    roleArn: {
      brief: "Assume this role with the profile's keys and MFA device",
    },
    roleSessionName: {
      brief: "The name of the role's session in CloudTrail",
      default: "updsts",
    },
    externalId: { brief: "The external ID that the role's owner gave you" },
    policyArn: {
      brief:
        "A policy that also limits what the role's session may do; up to ten",
    },
    sourceIdentity: { brief: "The source identity of the role's session" },
    tag: { brief: "A session tag for the role's session; up to 50" },
    transitiveTag: {
      brief:
        "The key of a tag that also applies to roles that this session assumes",
    },
  },
};

export async function run(
  context: CommandContext,
  flags: Flags<"get">,
): Promise<void> {
  const { services, runtime, log } = context;
  const { totpToken, credentialFile } = flags;
  const print = outputOf(flags, runtime);
  const requests = await sessionRequests(context, flags);
  const [request, ...others] = requests;
  const page = await pagePrompt(context, request, flags);
  if (totpToken !== undefined && totpToken !== "-") parseMfaCode(totpToken);
  const command = getCommandLine({
    ...request,
    otherProfiles: others.map(({ profileName }) => profileName),
    credentialsFile: credentialFile || undefined,
  });
  await using code = new CodeReader(context, {
    option: totpToken,
    command,
    openStore: () => store,
  });
  // A session in the file may need neither the terminal nor standard input.
  if (totpToken !== undefined && request.ifExpiresWithin === undefined) {
    await code.open();
  }
  const { store, isFileOptional } = context.openCredentials();
  const dependencies: GetSessionDependencies = {
    store,
    isFileOptional,
    readConfig: services.readConfig,
    log,
    hasMfaCode: totpToken !== undefined,
    async connect(settings, arn) {
      const ask = await services.connect(settings, arn);
      return (request, signal) =>
        context.withStatus("waiting for STS …", ask(request, signal));
    },
    readCode: (session) => (page ?? code).read(session),
    readCodeAgain: (rejection) => (page ?? code).readAgain(rejection),
    now: runtime.now,
    signal: runtime.signal,
    saveSignal: runtime.signal,
  };
  const getOne = () => {
    const work = getSession(request, dependencies);
    return page ? page.showOutcome(work) : work;
  };
  const { outcomes, failures } = others.length > 0
    ? await getSessions(requests, dependencies)
    : { outcomes: [await getOne()], failures: [] };
  await afterSaving(context, outcomes, async () => {
    if (!print) return showOutcomes(context, outcomes, flags);
    const outcome = outcomes[0]!; // The output is for one profile.
    log.info(describeOutcome(outcome, runtime.now()));
    const { inspectConfig } = services;
    const { now } = runtime;
    print(
      await readSavedSession(outcome.result, { store, inspectConfig, now }),
      outcome.result.updated_profile_name,
    );
  });
  if (failures.length > 0) throw failuresError(failures);
}

/** The prompt of `--page`. */
async function pagePrompt(
  context: CommandContext,
  request: SessionRequest,
  flags: Flags<"get">,
): Promise<PagePrompt | undefined> {
  if (!flags.page) return undefined;
  if (flags.totpToken !== undefined) {
    throw new UpdstsError(
      "usage",
      "--page cannot be used with -t",
      "leave one of them out",
    );
  }
  // Most runs show no page, and load nothing of it.
  const { PagePrompt } = await import("../mfa_page_prompt.ts");
  return new PagePrompt(context, request, flags);
}

/** Shows the sessions: one object of JSON for one profile, an array for several. */
function showOutcomes(
  { runtime, log }: CommandContext,
  outcomes: readonly GetSessionOutcome[],
  { json, profiles = [] }: Flags<"get">,
): void {
  const isOne = new Set(profiles).size <= 1;
  if (json) {
    const results = outcomes.map(({ result }) => result);
    runtime.stdout.write(`${sanitizeJson(isOne ? results[0] : results)}\n`);
    return;
  }
  for (const outcome of outcomes) {
    const message = describeOutcome(outcome, runtime.now());
    if (!outcome.isNew) {
      log.info(message);
      continue;
    }
    const use = isOne && outcome.isFirst ? `${describeUse(outcome)}\n` : "";
    runtime.stdout.write(`${message}\n${use}`);
  }
}

/** Adds a hint where the output fails and new sessions are in the file. */
async function afterSaving(
  { runtime }: CommandContext,
  outcomes: readonly GetSessionOutcome[],
  show: () => Promise<void>,
): Promise<void> {
  try {
    await show();
  } catch (error) {
    const saved = outcomes.filter(({ isNew }) => isNew);
    if (saved.length === 0 || !(error instanceof UpdstsError)) throw error;
    const messages = saved.map((outcome) =>
      describeOutcome({ ...outcome, isNew: false }, runtime.now())
    );
    const hint = `the session was saved: ${messages.join("; ")}`;
    throw new UpdstsError(error.code, error.message, hint, { cause: error });
  }
}

/** Prints the credentials, where that is wanted. */
function outputOf(
  flags: Flags<"get">,
  runtime: Runtime,
): ReturnType<typeof openKeyOutput> | undefined {
  if (flags.format !== undefined) {
    return openKeyOutput("get --format", flags, runtime);
  }
  if (!flags.toTerminal) return undefined;
  throw new UpdstsError(
    "usage",
    "--to-terminal requires --format",
    "add --format FORMAT to print the credentials",
  );
}
