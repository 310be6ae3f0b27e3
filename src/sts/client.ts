import {
  AssumeRoleCommand,
  GetSessionTokenCommand,
  STSClient,
  type STSClientConfig,
} from "@aws-sdk/client-sts";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";
import { UpdstsError } from "../errors.ts";
import type { AskSts, Keys, Session } from "../refresh.ts";
import { checkAnswer } from "./answer.ts";
import { connectionFault } from "./connection_fault.ts";
import { type Asked, explain } from "./refusals.ts";
import { VERSION } from "../version.ts";
import type { StsSettings } from "./settings.ts";

/** A session token has a few KB; whoever sends this much is not STS. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** A session on the way to a role is used at once: as short as STS gives it. */
const ON_THE_WAY = 900;

/** How STS is asked. */
export interface ConnectOptions {
  readonly settings: StsSettings;
  /** The text of the CA bundle, where there is one. */
  readonly caCertificates: string | undefined;
  /** Milliseconds until the request, its repetitions included, is given up. */
  readonly timeout: number;
}

/** Sends one request with the keys of who asks, and explains why it failed. */
export type Send = <Output>(
  asked: Asked,
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
      return checkAnswer(answer.Credentials);
    }
    let session: Session | undefined;
    for (const role of roles) {
      const command = new AssumeRoleCommand({
        RoleArn: role.arn,
        RoleSessionName: role.sessionName,
        ExternalId: role.externalId,
        DurationSeconds: role === roles.at(-1) ? duration : ON_THE_WAY,
        ...(session ? {} : mfa),
      });
      const asked = { ...request, ...session, role };
      const answer = await send(
        asked,
        signal,
        (client, options) => client.send(command, options),
      );
      session = checkAnswer(answer.Credentials);
    }
    return session!;
  };
}

/** Gets the AWS SDK ready to send single requests to STS. */
export function makeSender(options: ConnectOptions): Send {
  const { settings, timeout } = options;
  const { caCertificates } = options;
  // Refused before a code is asked for.
  if (caCertificates !== undefined) makeHttpClient(caCertificates).close();
  return async (asked, signal, run) => {
    using http = makeHttpClient(caCertificates);
    const timedOut = AbortSignal.timeout(timeout);
    const client = makeClient(settings, asked, http);
    try {
      const abortSignal = AbortSignal.any([signal, timedOut]);
      return await run(client, { abortSignal });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw explain(error, {
        request: asked,
        settings,
        timedOut: timedOut.aborted ? timeout : undefined,
        now: new Date(),
      });
    }
  };
}

/**
 * No connection is used twice: on one that the server has closed meanwhile,
 * `fetch` repeats a request by itself, and the first may have spent the code.
 */
function makeHttpClient(caCertificates: string | undefined): Deno.HttpClient {
  const options: Deno.CreateHttpClientOptions = { poolMaxIdlePerHost: 0 };
  if (caCertificates === undefined) return Deno.createHttpClient(options);
  try {
    // Deno itself takes a file without certificates in silence.
    if (!caCertificates.includes("-----BEGIN CERTIFICATE-----")) {
      throw new TypeError("no certificate");
    }
    options.caCerts = [caCertificates];
    return Deno.createHttpClient(options);
  } catch (error) {
    throw new UpdstsError(
      "settings_invalid",
      "the CA bundle holds no certificates that can be used",
      "AWS_CA_BUNDLE and ca_bundle name a file in PEM format",
      { cause: error },
    );
  }
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
    const isPage = /\bhtml\b/i.test(headers.get("content-type") ?? "");
    const isRedirect = status >= 300 && status < 400;
    if (!isPage && !isRedirect) {
      return new Response(await readLimited(response), { status, headers });
    }
    await response.body?.cancel();
    // A load balancer in front of STS says so with a page of its own.
    if (status >= 500) return new Response(null, { status, headers });
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
    "a web page came in place of the answer of STS",
    "a network's login page or a proxy stands between: open a page in the browser first, or set HTTPS_PROXY",
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
        "something else answers in its place: look at the endpoint and the proxy",
      );
    }
    parts.push(part);
  }
  return new Blob(parts);
}
