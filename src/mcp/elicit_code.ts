import {
  acceptedContent,
  inputRequired,
  type InputRequiredResult,
  inputResponse,
} from "@modelcontextprotocol/server";
import * as z from "zod";
import { showArn } from "../credentials/redact.ts";
import { UpdstsError } from "../errors.ts";
import { getCommandLine } from "../platform/get_command.ts";
import type { Log } from "../util/log.ts";
import { sanitize } from "../util/sanitize.ts";
import {
  parseMfaCode,
  type SessionParameters,
  type SessionRequest,
} from "../operations/get_session.ts";
import { type CodePage, openCodePage } from "./code_page.ts";

const LIFETIME = 120_000;
/** A model in a loop must not open pages without end. */
const MAX_PAGES = 8;

/** A request for an MFA code. */
export interface CodeRequest {
  readonly request: SessionRequest;
  readonly session: SessionParameters;
  /** The credentials file, where it is not the server's own. */
  readonly credentialFile: string | undefined;
}

/** A call: the client's elicitation capabilities and the user's responses. */
export interface ToolCall {
  readonly hasUrlMode: boolean;
  readonly hasFormMode: boolean;
  readonly responses: Parameters<typeof inputResponse>[0];
  /** What we gave the client to give back: the name of a page. */
  readonly state: string | undefined;
  readonly signal: AbortSignal;
}

/** Thrown to leave the operation: the client is to ask its user and call again. */
export class InputRequired {
  readonly result: InputRequiredResult;
  constructor(result: InputRequiredResult) {
    this.result = result;
  }
}

interface OpenPage extends CodePage {
  readonly codeRequest: CodeRequest;
  /** Ends it, the code that nobody came back for included. */
  readonly timer: ReturnType<typeof setTimeout>;
}

/**
 * Comes by the code when the model has none: by a page of our own, which the
 * client opens for its user; else, where the user who configured the server
 * allowed it, by a form of the client's, which sees the code; else not at all.
 */
export class CodeElicitor {
  readonly #allowForm: boolean;
  readonly #log: Log;
  readonly #pages = new Map<string, OpenPage>();

  constructor(allowForm: boolean, log: Log) {
    this.#allowForm = allowForm;
    this.#log = log;
  }

  /** The code, or `InputRequired`, or an error that says how else it can be done. */
  async ask(codeRequest: CodeRequest, client: ToolCall): Promise<string> {
    const { responses, state } = client;
    const page = inputResponse(responses, "page");
    if (page.kind === "elicit" && page.action === "accept") {
      return await this.#readPage(state, codeRequest, client.signal);
    }
    // "Declined" is also what hosts answer that have no way to ask.
    this.close(state);
    const form = inputResponse(responses, "form");
    if (form.kind === "elicit") return this.#readForm(codeRequest, responses);
    if (client.hasUrlMode && page.kind === "missing") {
      this.#askByPage(codeRequest, client.signal);
    }
    if (client.hasFormMode && this.#allowForm) throw askByForm(codeRequest);
    throw cannotElicit(codeRequest);
  }

  /** Closes a page, if it is still open. */
  close(name: string | undefined): void {
    this.#take(name)?.close();
  }

  /** Closes every page. */
  closeAll(): void {
    for (const name of this.#pages.keys()) this.close(name);
  }

  #askByPage(codeRequest: CodeRequest, signal: AbortSignal): void {
    const name = crypto.randomUUID();
    const page = this.#openPage(codeRequest);
    if (!page) return;
    const timer = setTimeout(() => this.close(name), LIFETIME);
    this.#pages.set(name, { ...page, codeRequest, timer });
    signal.addEventListener("abort", () => this.close(name), { once: true });
    const { url } = page;
    throw new InputRequired(inputRequired({
      inputRequests: {
        page: inputRequired.elicitUrl({
          message: elicitationMessage(codeRequest),
          url,
        }),
      },
      requestState: name,
    }));
  }

  #openPage({ request, session }: CodeRequest): CodePage | undefined {
    if (this.#pages.size >= MAX_PAGES) return undefined;
    try {
      return openCodePage({
        profile: request.profileName,
        device: showArn(session.mfaDevice),
        stsProfile: request.stsProfileName,
        roles: session.roles.map(({ arn }) => showArn(arn)),
        duration: session.duration,
      }, LIFETIME);
    } catch (error) {
      const why = error instanceof Error ? error.name : "an unforeseen fault";
      this.#log.info(`no page could be served to ask for the code (${why})`);
      return undefined;
    }
  }

  async #readPage(
    name: string | undefined,
    codeRequest: CodeRequest,
    signal: AbortSignal,
  ): Promise<string> {
    signal.throwIfAborted();
    const page = this.#take(name);
    if (!page || !isSame(page.codeRequest, codeRequest)) {
      page?.close();
      throw new UpdstsError(
        "usage",
        "no page is open any more to ask the user for this session's code",
        "call the tool again without totp_token to have the user asked anew",
      );
    }
    signal.addEventListener("abort", page.close, { once: true });
    try {
      return await page.code;
    } finally {
      signal.removeEventListener("abort", page.close);
    }
  }

  #readForm(
    codeRequest: CodeRequest,
    responses: ToolCall["responses"],
  ): string {
    if (!this.#allowForm) throw cannotElicit(codeRequest);
    const content = acceptedContent(responses, "form", makeForm());
    if (!content) throw cannotElicit(codeRequest);
    return parseMfaCode(content.code);
  }

  #take(name: string | undefined): OpenPage | undefined {
    if (name === undefined) return undefined;
    const page = this.#pages.get(name);
    clearTimeout(page?.timer);
    this.#pages.delete(name);
    return page;
  }
}

/** Made when it is asked for: schemas hold up the start. */
const makeForm = () =>
  z.object({
    code: z.string().max(12).meta({
      title: "Code",
      description: "The six digits that the MFA device shows now",
    }),
  });

function askByForm(codeRequest: CodeRequest): InputRequired {
  return new InputRequired(inputRequired({
    inputRequests: {
      form: inputRequired.elicit({
        message: elicitationMessage(codeRequest),
        requestedSchema: makeForm(),
      }),
    },
  }));
}

function elicitationMessage({ request, session }: CodeRequest): string {
  const roles = session.roles.map(({ arn }) =>
    ` with the role ${showArn(arn)}`
  );
  return sanitize(
    `updsts needs the code of the MFA device ${showArn(session.mfaDevice)} ` +
      `to write an AWS session of the profile "${request.profileName}"` +
      `${roles.at(-1) ?? ""} to the profile "${request.stsProfileName}".`,
  );
}

function cannotElicit(
  { request, session, credentialFile }: CodeRequest,
): UpdstsError {
  return new UpdstsError(
    "usage",
    `there is no code of the MFA device ${showArn(session.mfaDevice)}`,
    "give it as totp_token: from another tool that makes TOTP codes (the " +
      "profile's totp_secret_name is its name there), or from the user; or " +
      "have the user run this in a terminal: " +
      getCommandLine({ ...request, credentialsFile: credentialFile }),
  );
}

/** The user allowed one session with one device, not whatever comes back. */
function isSame(asked: CodeRequest, now: CodeRequest): boolean {
  return JSON.stringify(asked) === JSON.stringify(now);
}
