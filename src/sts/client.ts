import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
  type STSClientConfig,
} from "@aws-sdk/client-sts";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";
import { UpdstsError } from "../errors.ts";
import { noPermissionToReach } from "../platform/missing_permission.ts";
import type { Keys } from "../credentials/read_keys.ts";
import type { RoleScope } from "../operations/role_scope.ts";
import type { AskSts, Session } from "../operations/sts_request.ts";
import type { AskIdentity } from "../operations/whoami.ts";
import { validateResponse } from "./validate_response.ts";
import { connectionFault } from "./network_error.ts";
import type { Proxy } from "./proxy.ts";
import type { SentRequest } from "./failed_request.ts";
import { explain } from "./explain_error.ts";
import { VERSION } from "../version.ts";
import type { StsSettings } from "./sts_host.ts";

/** The largest response that is read; a session token has a few KB. */
const MAX_RESPONSE_BYTES = 1024 * 1024;

/** Seconds, the minimum of STS: a chained role uses the session at once. */
const CHAINED_ROLE_DURATION = 900;

export interface ConnectOptions {
  readonly settings: StsSettings;
  /** The proxy, if any. */
  readonly proxy?: Proxy | undefined;
  /** The text of the CA bundle, if any. */
  readonly caCertificates: string | undefined;
  /** Milliseconds for the request, its retries included. */
  readonly timeout: number;
}

/** Sends one request with the given keys, and explains its failure. */
type Send = <Output>(
  asked: SentRequest,
  signal: AbortSignal,
  run: (
    client: STSClient,
    options: { abortSignal: AbortSignal },
  ) => Promise<Output>,
) => Promise<Output>;

/** Prepares the AWS SDK to request sessions. */
export function connect(options: ConnectOptions): AskSts {
  const send = makeSender(options);
  return async (request, signal) => {
    const { mfa: given, duration, roles } = request;
    const mfa = given &&
      { SerialNumber: given.device, TokenCode: given.code };
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
      return validateResponse(answer.Credentials, duration, request);
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
        ...role.scope && scopeParameters(role.scope),
      });
      const isChained = session !== undefined;
      const asked = { ...request, ...session, role, isChained };
      const answer = await send(
        asked,
        signal,
        (client, options) => client.send(command, options),
      );
      session = validateResponse(answer.Credentials, seconds, asked);
    }
    return session!;
  };
}

function scopeParameters(
  { policyArns, sourceIdentity, tags, transitiveTagKeys }: RoleScope,
): Partial<AssumeRoleCommandInput> {
  // The SDK would send an empty list as one empty member.
  const list = <T>(items: readonly T[]) =>
    items.length > 0 ? [...items] : undefined;
  return {
    PolicyArns: list(policyArns.map((arn) => ({ arn }))),
    SourceIdentity: sourceIdentity,
    Tags: list(tags.map(({ key, value }) => ({ Key: key, Value: value }))),
    TransitiveTagKeys: list(transitiveTagKeys),
  };
}

/** Prepares the AWS SDK to send `GetCallerIdentity`. */
export function connectIdentity(options: ConnectOptions): AskIdentity {
  const send = makeSender(options);
  return async (keys, signal) => {
    const command = new GetCallerIdentityCommand({});
    const { Account, Arn, UserId } = await send(
      keys,
      signal,
      (client, options) => client.send(command, options),
    );
    if (Account && Arn && UserId) {
      return { account: Account, arn: Arn, userId: UserId };
    }
    throw new UpdstsError(
      "sts_bad_answer",
      "the response of STS is not valid: a part of it is missing",
      "check the endpoint and the proxy",
    );
  };
}

/** Prepares the AWS SDK to send single requests to STS. */
function makeSender(options: ConnectOptions): Send {
  const { settings, timeout } = options;
  // Refuses invalid certificates before the prompt for an MFA code.
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

/** Adds a hint where STS may have received the MFA code. */
function interrupted(reason: unknown, { mfa }: SentRequest): unknown {
  if (!(reason instanceof UpdstsError) || !mfa) return reason;
  return new UpdstsError(
    reason.code,
    reason.message,
    "the MFA code may be used up: wait for the next one",
    { cause: reason },
  );
}

/**
 * Makes a client that reuses no connection: where the server has closed one,
 * `fetch` repeats the request, and the first may have used up the MFA code.
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
 * Sets every option that the SDK would otherwise read from the environment or
 * from `~/.aws/config`. It may not correct its clock by the response: it would then
 * repeat a request whose MFA code was rejected.
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
      customFetch: fetchResponse,
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

/** Reads the whole response, if STS can have sent it. */
async function fetchResponse(
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

/** Transient errors of `fetch`; the SDK recognizes only those of Node. */
function isRepeatable(error: unknown): boolean {
  if (error instanceof UpdstsError) return false;
  if (error instanceof Deno.errors.NotCapable) return false;
  if (error instanceof DOMException) return false;
  return connectionFault(error).isTransient === true;
}

function webPage(): UpdstsError {
  return new UpdstsError(
    "sts_bad_answer",
    "received a web page instead of a response of STS: the login page of a network, or a page of a proxy",
    "open a page in the browser and log in to the network, or set HTTPS_PROXY",
  );
}

async function readLimited(response: Response): Promise<Blob> {
  const parts: BlobPart[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > MAX_RESPONSE_BYTES) {
      throw new UpdstsError(
        "sts_bad_answer",
        "the response is too long to be from STS",
        "check the endpoint and the proxy; if you gave an MFA code, wait for the next one",
      );
    }
    parts.push(part);
  }
  return new Blob(parts);
}
