import { UpdstsError } from "../errors.ts";
import type { SessionParameters } from "../operations/sts_request.ts";
import type { SessionResult } from "../operations/session_types.ts";
import type { Log } from "../util/log.ts";
import {
  type LoopbackServer,
  type PageRequest,
  type PageResponse,
  serveLoopback,
} from "./mfa_page_server.ts";
import { PendingRequest, type RunRequest } from "./pending_request.ts";
import type { RequestDetails } from "./request_details.ts";
import { notFound, respond } from "./mfa_page_responses.ts";

/** Milliseconds that a page waits for its user, and then an outcome for a call. */
const LIFETIME = 600_000;
/** A model in a loop must not open pages without end. */
const MAX_OPEN = 8;
/** Ended requests whose pages still show the outcome. */
const MAX_ENDED = 100;

/** The failure of a page that waited for its user when its server failed. */
export class PageClosed extends UpdstsError {}

/** A request for which a page can be opened. */
interface NewRequest {
  /** Identifies what is requested. */
  readonly key: string;
  /** The session that the MFA code is used for. */
  readonly session: SessionParameters;
  /** The session in the file when the request was made. */
  readonly existing?: SessionResult | undefined;
  readonly details: RequestDetails;
  /** Gets the session with the MFA code of the page. */
  readonly run: RunRequest;
}

/** How long the pages are served. */
interface PageOptions {
  /** Milliseconds that a page waits for its user. */
  readonly lifetime?: number | undefined;
  /** Whether the server ends with its only request: no page is loaded after that. */
  readonly endsWithRequest?: boolean;
}

/** A request, with the page that its user opens. */
export interface MfaPage extends NewRequest {
  readonly url: string;
  readonly pending: PendingRequest;
}

/**
 * The requests that wait for their users, and the server of their pages. Of the
 * MCP server, a page is served after the end of its request too, and then shows
 * the outcome.
 */
export class MfaPages {
  readonly #log: Log;
  readonly #lifetime: number;
  readonly #endsWithRequest: boolean;
  /** By ID, the oldest first. */
  readonly #pages = new Map<string, MfaPage>();
  #server: LoopbackServer | undefined;
  #isOpen = true;
  /** Why the server can't listen. */
  listenError: unknown;

  constructor(
    log: Log,
    { lifetime = LIFETIME, endsWithRequest = false }: PageOptions = {},
  ) {
    this.#log = log;
    this.#lifetime = lifetime;
    this.#endsWithRequest = endsWithRequest;
  }

  /**
   * Opens a page for a request.
   *
   * @returns Nothing where no page can be served.
   */
  open(request: NewRequest): MfaPage | undefined {
    const pages = [...this.#pages.values()];
    const ended = pages.filter(({ pending }) => pending.isEnded);
    if (pages.length - ended.length >= MAX_OPEN || !this.#isOpen) {
      return undefined;
    }
    if (ended.length >= MAX_ENDED) this.#pages.delete(ended[0]!.pending.id);
    const server = this.#serve();
    if (!server) return undefined;
    const pending = new PendingRequest(request, this.#lifetime);
    const url = `http://${hostOf(server)}/${pending.id}`;
    const page = { ...request, url, pending };
    this.#pages.set(pending.id, page);
    return page;
  }

  /** The request that waits for its user, or has an outcome for a call. */
  find(key: string): MfaPage | undefined {
    return [...this.#pages.values()].findLast((page) =>
      page.key === key && this.#isCurrent(page.pending)
    );
  }

  #isCurrent({ state, isCollected, expiresAt }: PendingRequest): boolean {
    return state.kind !== "expired" && !isCollected &&
      performance.now() < expiresAt + this.#lifetime;
  }

  /** A request by the ID of its page, where it is the same request. */
  get(id: string, key: string): MfaPage | undefined {
    const page = this.#pages.get(id);
    return page?.key === key ? page : undefined;
  }

  /** Ends all requests and the server. Sessions that STS has issued are saved. */
  async close(): Promise<void> {
    this.#isOpen = false;
    await Promise.all(
      this.#pages.values().map(({ pending }) => pending.close()),
    );
    await this.#server?.close();
  }

  #serve(): LoopbackServer | undefined {
    if (this.#server) return this.#server;
    try {
      const server = serveLoopback(
        (request) => this.#respond(request, hostOf(server)),
        () => this.#fail(),
      );
      this.#server = server;
    } catch (error) {
      this.listenError = error;
      const why = error instanceof Error ? error.name : "an unexpected error";
      this.#log.info(`cannot serve a page to ask for the MFA code (${why})`);
    }
    return this.#server;
  }

  /** The usual cause: the process has no free file descriptor. */
  #fail(): void {
    this.#server = undefined;
    for (const { pending } of this.#pages.values()) {
      pending.endTries();
      pending.expire(
        new PageClosed(
          "usage",
          "the page that asks for the MFA code accepts no more connections and was closed",
          "call this tool again; if that fails too, ask the user to run updsts get in a terminal",
        ),
      );
    }
  }

  async #respond(request: PageRequest, host: string): Promise<PageResponse> {
    const page = this.#pages.get(request.target.slice(1));
    const isKnown = request.target === `/${page?.pending.id}`;
    if (!page || !isKnown || request.host !== host) return notFound();
    const { pending } = page;
    return await respond(
      pending,
      request,
      () => this.#isOpen && !(this.#endsWithRequest && pending.isEnded),
    );
  }
}

function hostOf({ port }: LoopbackServer): string {
  return `127.0.0.1:${port}`;
}
