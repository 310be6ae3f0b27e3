import { hint, permission, UpdstsError } from "../errors.ts";
import type {
  GetSessionOutcome,
  SessionRequest,
  SessionResult,
} from "../operations/session_types.ts";
import type {
  MfaCodeRejected,
  SessionParameters,
} from "../operations/sts_request.ts";
import { type MfaPage, MfaPages, PageClosed } from "../page/mfa_pages.ts";
import { describeRequest } from "../page/request_details.ts";
import { abortable } from "../util/abortable.ts";
import { within } from "../util/within.ts";
import type { Flags } from "./command_line_types.ts";
import type { CommandContext } from "./command_types.ts";

/** Milliseconds for a browser to reload the page that waits for AWS. */
const MAX_WAIT = 5_000;

/** The prompt of `--page`: a page that the user opens in a browser. */
export class PagePrompt {
  readonly #context: CommandContext;
  readonly #request: SessionRequest;
  readonly #flags: Flags<"get">;
  readonly #pages: MfaPages;
  #page: MfaPage | undefined;
  /** The MFA code that the page sends next. */
  #code = Promise.withResolvers<string>();
  /** What comes of the MFA code that the page has sent. */
  #attempt: PromiseWithResolvers<SessionResult> | undefined;

  /** @param lifetime Milliseconds that the page waits for its user. */
  constructor(
    context: CommandContext,
    request: SessionRequest,
    flags: Flags<"get">,
    lifetime?: number,
  ) {
    this.#context = context;
    this.#request = request;
    this.#flags = flags;
    this.#pages = new MfaPages(context.log, {
      lifetime,
      endsWithRequest: true,
    });
  }

  /** Prints the URL of the page, and reads the MFA code that is typed there. */
  async read(session: SessionParameters): Promise<string> {
    const { credentialFile, json } = this.#flags;
    const { runtime } = this.#context;
    if (await runtime.discardsMessages()) throw notPrinted();
    const page = this.#pages.open({
      key: "",
      session,
      details: {
        ...describeRequest(this.#request, session),
        requester: "command",
        credentialsFile: credentialFile || undefined,
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
  async readAgain(rejection: MfaCodeRejected): Promise<string> {
    this.#code = Promise.withResolvers();
    this.#attempt?.reject(rejection);
    return await this.#next(this.#page!, rejection);
  }

  async #next(
    { pending }: MfaPage,
    rejection?: MfaCodeRejected,
  ): Promise<string> {
    const code = this.#code.promise;
    const ended = pending.outcome.then(() => code, (failure) => {
      if (failure === rejection) throw failure;
      const isClosed = failure instanceof PageClosed;
      const isDenied = pending.state.kind === "denied";
      throw new UpdstsError(
        // Without a rejection, STS was not asked.
        rejection ? "sts_refused" : "usage",
        isClosed
          ? failure.message
          : isDenied
          ? "you did not allow the request on the page"
          : "no MFA code was typed on the page in time",
        isClosed ? "run the command again" : undefined,
        { cause: rejection },
      );
    });
    const { signal } = this.#context.runtime;
    return await abortable(Promise.race([code, ended]), signal);
  }

  /** Shows the outcome on the page, and closes it. */
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
