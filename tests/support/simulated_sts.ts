import { randomUUID } from "node:crypto";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { Behaviour } from "./sts_behaviour.ts";
import {
  alter,
  type Answer,
  answerUnseen,
  grown,
  halves,
  portalPage,
  portalPath,
  refusalAnswer,
  spoil,
  successAnswer,
} from "./sts_answers.ts";
import { Refusal } from "./sts_refusals.ts";
import type { StsRole } from "./sts_roles.ts";
import {
  type IssuedSession,
  StsService,
  type StsServiceOptions,
  type StsUser,
} from "./sts_service.ts";
import type { TestCertificate } from "./test_ca.ts";

/** What `startSimulatedSts` can be told. */
export interface SimulatedStsOptions extends StsServiceOptions {
  /** Users known from the start; whatever is not given of one is made up. */
  users?: Partial<StsUser>[];
  /** With a certificate, STS speaks TLS. */
  tls?: TestCertificate;
}

/** One line of the log of requests. */
export interface LoggedRequest {
  method: string;
  /** Path with query. */
  target: string;
  /** The Host header. */
  host: string;
  /** All headers by lower-case name. */
  headers: Record<string, string>;
  /** The Action parameter, if any. */
  action: string | undefined;
  /** The other parameters as they came, right or wrong. */
  parameters: Record<string, string>;
  /** Whether a code was consumed for this request. */
  codeSpent: boolean;
  /** Whether a successful answer was made. It may have been spoilt or cut afterwards. */
  succeeded: boolean;
  /** The status answered; undefined while not answered and when the connection was cut. */
  status: number | undefined;
  /** The error code answered, if it was a refusal. */
  code: string | undefined;
}

/** A running simulated STS. */
export interface SimulatedSts extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Every request that came in, answered or not. */
  readonly requests: readonly LoggedRequest[];
  /** Every session that was issued. */
  readonly issued: readonly IssuedSession[];
  /** How many codes were consumed. */
  readonly spentCodes: number;
  /** Registers a user, making up whatever is not given. */
  addUser(user?: Partial<StsUser>): StsUser;
  /** Registers a role, making up whatever is not given. */
  addRole(role?: Partial<StsRole>): StsRole;
  /**
   * Tells what to do with the next `times` requests, after what was told for a number of requests
   * before. Without `times`: with all requests from now on, and all told before is forgotten.
   */
  tell(behaviour: Behaviour, times?: number): void;
  /** Stops, and drops the connections still open. */
  close(): Promise<void>;
}

/** Starts a simulated STS on a free port of 127.0.0.1. */
export async function startSimulatedSts(
  options: SimulatedStsOptions = {},
): Promise<SimulatedSts> {
  const service = new StsService(options);
  for (const user of options.users ?? []) service.addUser(user);
  const requests: LoggedRequest[] = [];
  const closing = new AbortController();
  let standing: Behaviour = { kind: "honest" };
  let queued: Behaviour[] = [];

  const server = options.tls
    ? https.createServer({ cert: options.tls.certPem, key: options.tls.keyPem })
    : http.createServer();
  server.on("request", (request, response) => {
    handle(request, response).catch((error) => {
      // That a client goes away, or that we close, is part of what is tested.
      const expected = request.socket.destroyed || closing.signal.aborted;
      request.socket.destroy();
      if (!expected) throw error;
    });
  });
  await new Promise<void>((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve())
  );
  const { port } = server.address() as AddressInfo;
  const url = `${options.tls ? "https" : "http"}://127.0.0.1:${port}`;

  async function handle(
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> {
    const body = await text(request);
    const logged = logEntry(request, body);
    requests.push(logged);

    const requestId = randomUUID();
    response.setHeader("Date", new Date(service.now()).toUTCString());
    response.setHeader("x-amzn-RequestId", requestId);
    if (logged.target === portalPath) {
      logged.status = portalPage.status;
      sendHead(response, portalPage);
      response.end(portalPage.body);
      return;
    }

    const behaviour = queued.shift() ?? standing;
    if (behaviour.kind === "cut" && behaviour.moment === "before") {
      request.socket.destroy();
      return;
    }

    const answer = answerUnseen(behaviour, requestId) ??
      spoil(perform(logged, body, requestId, behaviour), behaviour);
    logged.code = answer.code;

    let unsent = answer.body;
    if ("moment" in behaviour && behaviour.moment === "amid") {
      const [first, second] = halves(answer.body);
      sendHead(response, answer);
      await new Promise((resolve) => response.write(first, resolve));
      unsent = second;
    }
    if (behaviour.kind === "cut") {
      request.socket.destroy();
      return;
    }
    if (behaviour.kind === "slow") {
      await delay(behaviour.delayMs, undefined, { signal: closing.signal });
    }

    logged.status = answer.status;
    if (behaviour.kind === "oversized") {
      response.writeHead(answer.status, { "Content-Type": answer.contentType });
      await pipeline(Readable.from(grown(unsent, behaviour.bytes)), response);
    } else {
      if (!response.headersSent) sendHead(response, answer);
      response.end(unsent);
    }
  }

  /** Does what the request asks, and notes in the log what became of it. */
  function perform(
    logged: LoggedRequest,
    body: string,
    requestId: string,
    behaviour: Behaviour,
  ): Answer {
    const spentBefore = service.spentCodes;
    try {
      const { action, result } = service.perform({ ...logged, body });
      logged.succeeded = true;
      return successAnswer(
        action,
        behaviour.kind === "altered" ? alter(result, behaviour) : result,
        requestId,
      );
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return refusalAnswer(error, requestId);
    } finally {
      logged.codeSpent = service.spentCodes > spentBefore;
    }
  }

  async function close(): Promise<void> {
    closing.abort();
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  return {
    url,
    port,
    requests,
    issued: service.issued,
    get spentCodes() {
      return service.spentCodes;
    },
    addUser: (user = {}) => service.addUser(user),
    addRole: (role = {}) => service.addRole(role),
    tell(behaviour, times) {
      if (times === undefined) {
        standing = behaviour;
        queued = [];
      } else {
        for (let i = 0; i < times; i++) queued.push(behaviour);
      }
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function logEntry(request: http.IncomingMessage, body: string): LoggedRequest {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map((
      [name, value],
    ) => [name, String(value)]),
  );
  const { Action: action, ...parameters } = Object.fromEntries(
    new URLSearchParams(body),
  );
  return {
    method: request.method ?? "",
    target: request.url ?? "",
    host: headers["host"] ?? "",
    headers,
    action,
    parameters,
    codeSpent: false,
    succeeded: false,
    status: undefined,
    code: undefined,
  };
}

function sendHead(response: http.ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, {
    "Content-Type": answer.contentType,
    "Content-Length": String(new TextEncoder().encode(answer.body).length),
    ...answer.headers,
  });
}
