import {
  GetSessionTokenCommand,
  STSClient,
  type STSClientConfig,
} from "@aws-sdk/client-sts";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";
import { UpdstsError } from "../errors.ts";
import type { AskSts, SessionRequest } from "../refresh.ts";
import { checkAnswer } from "./answer.ts";
import { explain } from "./refusals.ts";
import { VERSION } from "../version.ts";
import type { StsSettings } from "./settings.ts";

/** A session token has a few KB; whoever sends this much is not STS. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** How STS is asked. */
export interface ConnectOptions {
  readonly settings: StsSettings;
  /** The text of the CA bundle, where there is one. */
  readonly caCertificates: string | undefined;
  /** Milliseconds until the request, its repetitions included, is given up. */
  readonly timeout: number;
}

/** Gets the AWS SDK ready to ask STS for sessions. */
export function connect(options: ConnectOptions): AskSts {
  const { settings, timeout } = options;
  const http = makeHttpClient(options.caCertificates);
  return async (request, signal) => {
    const timedOut = AbortSignal.timeout(timeout);
    const client = makeClient(settings, request, http);
    try {
      const answer = await client.send(
        new GetSessionTokenCommand({
          SerialNumber: request.mfaDevice,
          TokenCode: request.code,
          DurationSeconds: request.duration,
        }),
        { abortSignal: AbortSignal.any([signal, timedOut]) },
      );
      return checkAnswer(answer.Credentials);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw explain(error, {
        request,
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
  try {
    return Deno.createHttpClient({
      poolMaxIdlePerHost: 0,
      ...(caCertificates === undefined ? {} : { caCerts: [caCertificates] }),
    });
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
  { accessKeyId, secretAccessKey }: SessionRequest,
  http: Deno.HttpClient,
): STSClient {
  const nothing = () => Promise.resolve(undefined);
  const config: STSClientConfig = {
    region: settings.region,
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    useGlobalEndpoint: settings.isGlobal,
    useFipsEndpoint: settings.useFips,
    useDualstackEndpoint: settings.useDualstack,
    credentials: { accessKeyId, secretAccessKey },
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
  const response = await fetch(input, init);
  const { status, headers } = response;
  const type = headers.get("content-type") ?? "";
  if ((status >= 300 && status < 400) || /\bhtml\b/i.test(type)) {
    await response.body?.cancel();
    throw new UpdstsError(
      "sts_bad_answer",
      "a web page came in place of the answer of STS",
      "a network's login page or a proxy stands between: open a page in the browser first, or set HTTPS_PROXY",
    );
  }
  return new Response(await readLimited(response), { status, headers });
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
