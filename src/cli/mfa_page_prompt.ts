import { type Hint, hint, permission, UpdstsError } from "../errors.ts";
import type { MfaCodeRejected } from "../operations/rejections.ts";
import type {
  GetSessionOutcome,
  SessionParameters,
  SessionRequest,
  SessionResult,
} from "../operations/types.ts";
import { type MfaPage, MfaPages, PageClosed } from "../page/mfa_pages.ts";
import { describeRequest } from "../page/request_details.ts";
import { abortable } from "../util/abortable.ts";
import { within } from "../util/within.ts";
import type { CommandContext } from "./command_context.ts";
import type { Flags } from "./command_line_types.ts";

/** Milliseconds for a browser to reload the page that waits for AWS. */
const MAX_WAIT = 5_000;

/** A request that is allowed on a page. */
interface PageRequest {
  readonly request: SessionRequest;
  /** The value of `-c`. */
  readonly credentialsFile: string | undefined;
  /** Whether the URL is printed as JSON. */
  readonly json: boolean | undefined;
}

/**
 * The prompt of `--page`.
 *
 * @throws {UpdstsError} Where an MFA code is given.
 */
export function makePagePrompt(
  cli: CommandContext,
  request: SessionRequest,
  { totpToken, credentialFile, json }: Flags<"get">,
): PagePrompt {
  if (totpToken !== undefined) {
    throw new UpdstsError(
      "usage",
      "--page cannot be used with -t",
      "leave one of them out",
    );
  }
  const credentialsFile = credentialFile || undefined;
  return new PagePrompt(cli, { request, credentialsFile, json });
}

/** Asks for the MFA code on a page that the user opens in a browser. */
export class PagePrompt {
  readonly #cli: CommandContext;
  readonly #request: PageRequest;
  readonly #pages: MfaPages;
  #page: MfaPage | undefined;
  /** The MFA code that the page sends next. */
  #code = Promise.withResolvers<string>();
  /** What comes of the MFA code that the page has sent. */
  #attempt: PromiseWithResolvers<SessionResult> | undefined;

  /**
   * @param lifetime Milliseconds that the page waits for its user.
   */
  constructor(cli: CommandContext, request: PageRequest, lifetime?: number) {
    this.#cli = cli;
    this.#request = request;
    this.#pages = new MfaPages(cli.log, { lifetime, endsWithRequest: true });
  }

  /** Prints the URL of the page, and reads the MFA code that is typed there. */
  async read(session: SessionParameters): Promise<string> {
    const { request, credentialsFile, json } = this.#request;
    const { runtime } = this.#cli;
    if (await runtime.discardsMessages()) throw notPrinted();
    const page = this.#pages.open({
      key: "",
      session,
      details: {
        ...describeRequest(request, session),
        requester: "command",
        credentialsFile,
      },
      run: (code) => {
        this.#attempt = Promise.withResolvers();
        this.#code.resolve(code);
        return this.#attempt.promise;
      },
    });
    if (!page) throw notServed(this.#pages.listenError);
    this.#page = page;
    const { url, pending } = page;
    const isPrinted = runtime.stderr.write(
      json
        ? `${JSON.stringify({ page_url: url })}\n`
        : `updsts: open ${url} on this computer within ${pending.remainingTime}, and type the MFA code there\n`,
    );
    if (!isPrinted) throw notPrinted();
    return await this.#next(page);
  }

  /** Shows on the page that STS rejected the MFA code, and reads another one. */
  async readAgain(rejection: MfaCodeRejected): Promise<string | undefined> {
    if (!this.#page) return undefined;
    this.#code = Promise.withResolvers();
    this.#attempt?.reject(rejection);
    return await this.#next(this.#page, rejection);
  }

  /**
   * Shows the outcome on the page, and closes it.
   *
   * @param work The work that reads the MFA code.
   */
  async showOutcome(
    work: Promise<GetSessionOutcome>,
  ): Promise<GetSessionOutcome> {
    try {
      const outcome = await work;
      this.#attempt?.resolve(outcome.result);
      return outcome;
    } catch (error) {
      this.#page?.pending.endTries();
      this.#attempt?.reject(error);
      throw error;
    } finally {
      await this.#close();
    }
  }

  async #next(
    { pending }: MfaPage,
    rejection?: MfaCodeRejected,
  ): Promise<string> {
    const ended = pending.outcome.then<never, never>(
      () => {
        throw notAllowed();
      },
      (failure) => {
        if (failure === rejection) throw failure;
        if (failure instanceof PageClosed) throw closed(failure, rejection);
        const isDenied = pending.state.kind === "denied";
        throw isDenied ? notAllowed(rejection) : notTyped(rejection);
      },
    );
    return await abortable(
      Promise.race([this.#code.promise, ended]),
      this.#cli.runtime.signal,
    );
  }

  async #close(): Promise<void> {
    const { pending } = this.#page ?? {};
    // A page that still waits for an MFA code has no outcome to show.
    if (pending && this.#attempt && pending.state.kind !== "waiting") {
      await pending.outcome.catch(() => {});
      if (pending.state.kind !== "denied") {
        await within(MAX_WAIT, pending.shown);
      }
    }
    await this.#pages.close();
  }
}

const WITHOUT_PAGE = "leave --page out and type the MFA code in a terminal";

function notServed(error: unknown): UpdstsError {
  const isDenied = error instanceof Deno.errors.NotCapable;
  const why = isDenied
    ? "this run of updsts has no permission for it"
    : String((error as Error).message).replace(/ \(os error \d+\)$/, "");
  return new UpdstsError(
    "usage",
    `cannot serve the page that asks for the MFA code on 127.0.0.1: ${why}`,
    isDenied
      ? hint`${permission("--allow-net=127.0.0.1:0")}, or ${WITHOUT_PAGE}`
      : WITHOUT_PAGE,
    { cause: error },
  );
}

function notPrinted(): UpdstsError {
  return new UpdstsError(
    "usage",
    "the URL of the page cannot be printed on standard error",
    `read standard error, or ${WITHOUT_PAGE}`,
  );
}

function closed(
  { message }: PageClosed,
  rejection: MfaCodeRejected | undefined,
): UpdstsError {
  return noCode(message, rejection, "run the command again");
}

function notAllowed(rejection?: MfaCodeRejected): UpdstsError {
  return noCode("the request was not allowed on the page", rejection);
}

function notTyped(rejection?: MfaCodeRejected): UpdstsError {
  return noCode("no MFA code was typed on the page in time", rejection);
}

/** Without a rejection, STS was not asked. */
function noCode(
  message: string,
  rejection: MfaCodeRejected | undefined,
  hint?: Hint,
): UpdstsError {
  const code = rejection ? "sts_refused" : "usage";
  return new UpdstsError(code, message, hint, { cause: rejection });
}
