import {
  acceptedContent,
  type ElicitRequestFormParams,
  inputRequired,
  inputResponse,
} from "@modelcontextprotocol/server";
import { showArn, showMfaDevice } from "../credentials/mask_values.ts";
import { UpdstsError } from "../errors.ts";
import { parseMfaCode } from "../operations/mfa_code.ts";
import type { SessionParameters } from "../operations/sts_request.ts";
import type {
  SessionRequest,
  SessionResult,
} from "../operations/session_types.ts";
import { getCommandLine } from "../platform/get_command_line.ts";
import { abortable } from "../util/abortable.ts";
import { sanitize } from "../util/sanitize.ts";
import { within } from "../util/within.ts";
import type { MfaPage } from "../page/mfa_pages.ts";
import { type ToolCall, ToolReply } from "./tool_call.ts";

/** Milliseconds that a call waits for its user. */
const WAIT_LIMITS = {
  /** Many clients abort a call after a minute. */
  silent: 50_000,
  /** Where the client gets progress notifications. */
  withProgress: 600_000,
  /** For a client that gets them and does not answer whether it opens the page. */
  unanswered: 120_000,
  /** Between two progress notifications. */
  progress: 10_000,
};

/** A request for an MFA code, and the ways to get one. */
export interface CodeRequest {
  readonly request: SessionRequest;
  readonly session: SessionParameters;
  /** The credentials file, where it is not the default. */
  readonly credentialFile: string | undefined;
  /** Its page; nothing where none can be served. */
  readonly page: MfaPage | undefined;
  /** Whether this call is the first of the request. */
  readonly isNew: boolean;
  /** Whether a form of the client may ask for the MFA code. */
  readonly allowForm: boolean;
  /** The command that starts updsts in a terminal. */
  program(): Promise<readonly string[]>;
  /** Gets the session with an MFA code of the client's form. */
  run(code: string, signal: AbortSignal): Promise<SessionResult>;
}

/**
 * Gets a session with an MFA code of the user's. Where the client can, it opens the
 * page of the request for its user. Else, where the user who configured the server
 * allowed it, a form of the client asks, which sees the code. Else the model gets
 * the URL of the page to pass to its user, and the next call waits for the outcome.
 *
 * @param limits The limits that are not the usual ones.
 * @throws {ToolReply} Where the user has to act before the next call.
 */
export async function askUser(
  codeRequest: CodeRequest,
  call: ToolCall,
  limits: Partial<typeof WAIT_LIMITS> = {},
): Promise<SessionResult> {
  const { page, isNew } = codeRequest;
  const { silent, withProgress, unanswered, progress } = {
    ...WAIT_LIMITS,
    ...limits,
  };
  const begin = performance.now();
  const end = begin + (call.reportProgress ? withProgress : silent);
  const cancel = () => {
    if (!page?.pending.isAnnounced) page?.pending.expire(cancelled());
  };
  if (call.signal.aborted) cancel();
  call.signal.throwIfAborted();
  call.signal.addEventListener("abort", cancel, { once: true });
  const timer = setInterval(() => {
    call.reportProgress?.().catch(() => {}); // The client may have disconnected.
  }, progress);
  try {
    if (page) {
      const isOpened = isNew && call.hasUrlMode
        ? await elicitPage(
          codeRequest,
          page,
          call,
          Math.min(end, begin + unanswered),
        )
        : isPageAccepted(call);
      const { isAnnounced, isEnded } = page.pending;
      if (isOpened || isAnnounced || isEnded) {
        const result = await outcomeOf(page, call, end);
        if (result) return result;
        throw await pageReply(codeRequest, page);
      }
    }
    const code = await elicitCode(codeRequest, call, end);
    if (code !== undefined) {
      const result = await codeRequest.run(code, call.signal);
      page?.pending.complete(result);
      return result;
    }
    if (page) throw await pageReply(codeRequest, page);
    const device = showMfaDevice(codeRequest.session.mfaDevice);
    throw await replyWith(codeRequest, [
      `there is no MFA code of the MFA device ${device}`,
    ]);
  } finally {
    clearInterval(timer);
    call.signal.removeEventListener("abort", cancel);
  }
}

function cancelled(): UpdstsError {
  return new UpdstsError("interrupted", "the call was cancelled");
}

/** The outcome of a request; nothing where there is none in time. */
async function outcomeOf(
  { pending }: MfaPage,
  { signal }: ToolCall,
  end: number,
): Promise<SessionResult | undefined> {
  await until(end, pending.outcome.catch(() => {}), signal);
  if (!pending.isEnded) return undefined;
  pending.isCollected = true;
  return await pending.outcome;
}

/** The result of the work; nothing where there is none in time. */
function until<T>(
  end: number,
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  const time = Math.max(0, end - performance.now());
  return within(time, abortable(work, signal));
}

/** In the 2026 protocol, the client has asked its user before this call. */
function isPageAccepted({ responses }: ToolCall): boolean {
  const response = inputResponse(responses, "page");
  return response.kind === "elicit" && response.action === "accept";
}

/** @returns Whether the client has opened the page for its user. */
async function elicitPage(
  codeRequest: CodeRequest,
  { pending, url }: MfaPage,
  call: ToolCall,
  end: number,
): Promise<boolean> {
  const message = elicitationMessage(codeRequest);
  const { elicitation } = call;
  if (!elicitation) {
    throw new ToolReply(inputRequired({
      inputRequests: { page: inputRequired.elicitUrl({ message, url }) },
      requestState: pending.id,
    }));
  }
  const withdrawal = new AbortController();
  const ended = pending.outcome.then(() => {}, () => {});
  ended.then(() => elicitation.complete(pending.id))
    .catch(() => {}) // The client may have disconnected.
    .finally(() => withdrawal.abort());
  const response = elicitation.create(
    { mode: "url", message, url, elicitationId: pending.id },
    AbortSignal.any([call.signal, withdrawal.signal]),
  ).then(({ action }) => action === "accept", () => false);
  const isAccepted = await until(
    end,
    Promise.race([response, ended.then(() => true)]),
    call.signal,
  );
  if (isAccepted === undefined) withdrawal.abort();
  return isAccepted ?? false;
}

const FORM: ElicitRequestFormParams["requestedSchema"] = {
  type: "object",
  properties: {
    code: {
      type: "string",
      maxLength: 12,
      title: "MFA code",
      description: "The six digits that the MFA device shows now",
    },
  },
  required: ["code"],
};

/** The MFA code of the client's form; nothing where it cannot or may not ask. */
async function elicitCode(
  codeRequest: CodeRequest,
  call: ToolCall,
  end: number,
): Promise<string | undefined> {
  if (!codeRequest.allowForm) return undefined;
  if (inputResponse(call.responses, "form").kind === "elicit") {
    return codeOf(acceptedContent(call.responses, "form"));
  }
  if (!call.hasFormMode) return undefined;
  const message = elicitationMessage(codeRequest);
  if (!call.elicitation) {
    throw new ToolReply(inputRequired({
      inputRequests: {
        form: inputRequired.elicit({ message, requestedSchema: FORM }),
      },
    }));
  }
  const response = await until(
    end,
    call.elicitation.create(
      { mode: "form", message, requestedSchema: FORM },
      call.signal,
    ).catch(() => {}),
    call.signal,
  );
  return response?.action === "accept" ? codeOf(response.content) : undefined;
}

function codeOf(content: Record<string, unknown> | undefined) {
  const { code } = content ?? {};
  return typeof code === "string" ? parseMfaCode(code) : undefined;
}

function elicitationMessage({ request, session }: CodeRequest): string {
  const { profileName, stsProfileName } = request;
  const device = showMfaDevice(session.mfaDevice);
  const role = session.roles.at(-1);
  const withRole = role ? ` with the role ${showArn(role.arn)}` : "";
  return sanitize(
    `updsts needs the MFA code of the MFA device ${device} to get an AWS session for the profile "${profileName}"${withRole} and to save it as the profile "${stsProfileName}".`,
  );
}

/** Gives the model the URL of the page for its user. */
function pageReply(
  codeRequest: CodeRequest,
  { pending, url }: MfaPage,
): Promise<ToolReply> {
  pending.isAnnounced = true;
  const { request, session } = codeRequest;
  return replyWith(codeRequest, [
    `the user has to type the MFA code of the MFA device ${
      showMfaDevice(session.mfaDevice)
    }`,
    `Tell the user: "To allow an AWS session for the profile ${request.profileName}, open ${url} on this computer within ${pending.remainingTime}, and type the MFA code there."`,
    "Then call this tool again with the same arguments, without totp_token: it waits for the user and returns the result.",
  ]);
}

/** Ends the call with these lines, and with other ways to get the session. */
async function replyWith(
  { request, credentialFile, program }: CodeRequest,
  lines: readonly string[],
): Promise<ToolReply> {
  const command = getCommandLine(
    { ...request, credentialsFile: credentialFile },
    await program(),
  );
  const text = [
    ...lines,
    "If another tool makes TOTP codes, get an MFA code there, with the name in the profile's totp_secret_name, and call this tool with it as totp_token.",
    `The user can also run this in a terminal: ${command}`,
  ].map(sanitize).join("\n");
  return new ToolReply({ content: [{ type: "text", text }], isError: true });
}
