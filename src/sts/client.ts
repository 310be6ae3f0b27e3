import {
  AssumeRoleCommand,
  GetSessionTokenCommand,
  STSClient,
  type STSClientConfig,
} from "@aws-sdk/client-sts";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";
import { UpdstsError } from "../errors.ts";
import { noPermissionToReach } from "../platform/missing_permission.ts";
import type { AskSts, Keys, Session } from "../operations/get_session.ts";
import { checkAnswer } from "./validate_response.ts";
import { connectionFault } from "./network_error.ts";
import type { Proxy } from "./proxy.ts";
import type { SentRequest } from "./failed_request.ts";
import { explain } from "./explain_error.ts";
import { VERSION } from "../version.ts";
import type { StsSettings } from "./endpoints.ts";

/** A session token has a few KB; whoever sends this much is not STS. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** A session on the way to a role is used at once: as short as STS gives it. */
const CHAINED_ROLE_DURATION = 900;

/** How STS is asked. */
export interface ConnectOptions {
  readonly settings: StsSettings;
  /** The proxy that STS is asked through, where there is one. */
  readonly proxy?: Proxy | undefined;
  /** The text of the CA bundle, where there is one. */
  readonly caCertificates: string | undefined;
  /** Milliseconds until the request, its repetitions included, is given up. */
  readonly timeout: number;
}

/** Sends one request with the keys of who asks, and explains why it failed. */
export type Send = <Output>(
  asked: SentRequest,
  signal: AbortSignal,
  run: (
    client: STSClient,
    options: { abortSignal: AbortSignal },
  ) => Promise<Output>,
) => Promise<Output>;

/** Gets the AWS SDK ready to ask STS for sessions. */
export function connect(options: ConnectOptions): AskSts {
  const send = makeSender(options);
  return async (request, signal) => {
    const { mfaDevice, code, duration, roles } = request;
    const mfa = { SerialNumber: mfaDevice, TokenCode: code };
    if (roles.length === 0) {
      const command = new GetSessionTokenCommand({
        ...mfa,
        DurationSeconds: duration,
      });
      const answer = await send(
        request,
        signal,
        (client, options) => client.send(command, options),
      );
      return checkAnswer(answer.Credentials, duration);
    }
    let session: Session | undefined;
    for (const role of roles) {
      const seconds = role === roles.at(-1) ? duration : CHAINED_ROLE_DURATION;
      const command = new AssumeRoleCommand({
        RoleArn: role.arn,
        RoleSessionName: role.sessionName,
        ExternalId: role.externalId,
        DurationSeconds: seconds,
        ...(session ? {} : mfa),
      });
      const asked = { ...request, ...session, role };
      const answer = await send(
        asked,
        signal,
        (client, options) => client.send(command, options),
      );
      session = checkAnswer(answer.Credentials, seconds);
    }
    return session!;
  };
}

/** Gets the AWS SDK ready to send single requests to STS. */
export function makeSender(options: ConnectOptions): Send {
  const { settings, timeout } = options;
  // Refused before a code is asked for.
  makeHttpClient(options).close();
  return async (asked, signal, run) => {
    using http = makeHttpClient(options);
    const timedOut = AbortSignal.timeout(timeout);
    const client = makeClient(settings, asked, http);
    try {
      const abortSignal = AbortSignal.any([signal, timedOut]);
      return await run(client, { abortSignal });
    } catch (error) {
      if (signal.aborted) throw interrupted(signal.reason, asked);
      throw explain(error, {
        request: asked,
        settings,
        proxy: options.proxy,
        timedOut: timedOut.aborted ? timeout : undefined,
        now: new Date(),
      });
    }
  };
}

/** The request may have arrived. */
function interrupted(reason: unknown, { code }: SentRequest): unknown {
  if (!(reason instanceof UpdstsError) || code === undefined) return reason;
  return new UpdstsError(
    reason.code,
    reason.message,
    "the MFA code may be used up: wait for the next one",
    { cause: reason },
  );
}

/**
 * No connection is used twice: on one that the server has closed meanwhile,
 * `fetch` repeats a request by itself, and the first may have spent the code.
 */
function makeHttpClient(
  { caCertificates, proxy }: ConnectOptions,
): Deno.HttpClient {
  const options: Deno.CreateHttpClientOptions = { poolMaxIdlePerHost: 0 };
  if (proxy?.isExplicit) options.proxy = { url: proxy.url };
  if (caCertificates !== undefined) options.caCerts = [caCertificates];
  try {
    return Deno.createHttpClient(options);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) {
      throw noPermissionToReach(proxy?.host, error);
    }
    throw unusableCertificates(caCertificates !== undefined, error);
  }
}

/** Deno reads the file of `DENO_CERT` by itself, and before the bundle. */
function unusableCertificates(hasBundle: boolean, error: unknown): UpdstsError {
  const [message, hint] = hasBundle
    ? [
      "the CA bundle has a certificate in it that is damaged, or DENO_CERT names no file of certificates",
      "set AWS_CA_BUNDLE or ca_bundle to a file of certificates in PEM format, and unset DENO_CERT",
    ]
    : [
      "Deno cannot read the certificate authorities to trust",
      "unset DENO_CERT and DENO_TLS_CA_STORE; AWS_CA_BUNDLE names a file of certificates to updsts",
    ];
  return new UpdstsError("settings_invalid", message, hint, { cause: error });
}

/**
 * Everything that the SDK would look for in the environment or in
 * `~/.aws/config` of its own accord is given here. It may not set its clock
 * by the answer: it would then repeat a request whose code was refused.
 */
function makeClient(
  settings: StsSettings,
  { accessKeyId, secretAccessKey, sessionToken }: Keys,
  http: Deno.HttpClient,
): STSClient {
  const nothing = () => Promise.resolve(undefined);
  const config: STSClientConfig = {
    region: settings.region,
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    ignoreConfiguredEndpointUrls: true,
    useGlobalEndpoint: settings.isGlobal,
    useFipsEndpoint: settings.useFips,
    useDualstackEndpoint: settings.useDualstack,
    credentials: {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
    requestHandler: new FetchHttpHandler({
      requestInit: () => ({ client: http, redirect: "manual" }) as RequestInit,
      customFetch: fetchAnswer,
    }),
    maxAttempts: 3,
    retryMode: "standard",
    defaultsMode: "standard",
    disableClockSkewCorrection: () => Promise.resolve(true),
    authSchemePreference: [],
    sigv4aSigningRegionSet: nothing,
    userAgentAppId: nothing,
    defaultUserAgentProvider: () =>
      Promise.resolve<[string, string][]>([["updsts", VERSION]]),
  };
  return new STSClient(config);
}

/** Reads the whole answer, if it can be one of STS's. */
async function fetchAnswer(
  input: RequestInfo | URL,
  init?: RequestInit,
): Promise<Response> {
  try {
    const response = await fetch(input, init);
    const { status, headers } = response;
    const type = headers.get("content-type") ?? "";
    const isPage = /\bhtml\b/i.test(type);
    const isRedirect = status >= 300 && status < 400;
    if (!isPage && !isRedirect) {
      return new Response(await readLimited(response), { status, headers });
    }
    await response.body?.cancel();
    // The SDK repeats the request, and the last status is explained.
    if (status >= 400) {
      return new Response(null, { status, headers: { "content-type": type } });
    }
    throw webPage();
  } catch (error) {
    throw isRepeatable(error)
      ? Object.assign(new Error("", { cause: error }), { code: "ECONNRESET" })
      : error;
  }
}

/** The SDK knows the passing faults of Node's network, not those of `fetch`. */
function isRepeatable(error: unknown): boolean {
  if (error instanceof UpdstsError) return false;
  if (error instanceof Deno.errors.NotCapable) return false;
  if (error instanceof DOMException) return false;
  return connectionFault(error).isPassing;
}

function webPage(): UpdstsError {
  return new UpdstsError(
    "sts_bad_answer",
    "a web page came in place of the answer of STS: a network's login page or a proxy sent it",
    "open a page in the browser and log in to the network, or set HTTPS_PROXY",
  );
}

async function readLimited(response: Response): Promise<Blob> {
  const parts: BlobPart[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > MAX_ANSWER_BYTES) {
      throw new UpdstsError(
        "sts_bad_answer",
        "the answer is far longer than any of STS",
        "check the endpoint and the proxy; if you gave an MFA code, wait for the next one",
      );
    }
    parts.push(part);
  }
  return new Blob(parts);
}
