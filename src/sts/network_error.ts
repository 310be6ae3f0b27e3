import { PERCENT_ENCODING } from "./explain_setting.ts";

interface Route {
  readonly host: string;
  /** The proxy's host and port, where there is one. */
  readonly proxy?: string | undefined;
}

/** The reason why no response was received. */
export interface ConnectionFault {
  /** The failure, with the name of its host. */
  message(route: Route): string;
  readonly hint: string;
  /** Set where another try may succeed. */
  readonly isTransient?: true;
  /** Set where STS may have received the request. */
  readonly mayHaveArrived?: true;
}

/** An error of a tunnel, or a response where there is no TLS. */
export const PROXY_AUTHENTICATION: ConnectionFault = {
  message: ({ host, proxy }) =>
    `${
      proxy ? `the proxy ${proxy}` : `a proxy before ${host}`
    } requires credentials, or rejects the given ones (HTTP status 407)`,
  hint:
    `set the proxy variable to http://NAME:PASSWORD@HOST:PORT; ${PERCENT_ENCODING}`,
};

const FAULTS: [RegExp, ConnectionFault][] = [
  [/proxy auth|\b407\b/i, PROXY_AUTHENTICATION],
  [/tunnel/i, {
    message: ({ host, proxy = "" }) =>
      `the proxy ${proxy} refused the connection to ${host}`,
    hint: "check HTTPS_PROXY and NO_PROXY, and what the proxy allows",
  }],
  [/UnknownIssuer/, {
    message: ({ host }) =>
      `the certificate of ${host} is from an unknown authority`,
    hint:
      "behind a proxy that inspects TLS, set AWS_CA_BUNDLE to the file of its certificate authority",
  }],
  [/not valid for name|NotValidForName/, {
    message: ({ host }) => `the certificate of ${host} is for another host`,
    hint: "check the endpoint, the name resolution and the proxy",
  }],
  [/certificate expired|Expired/, {
    message: ({ host }) => `the certificate of ${host} has expired`,
    hint: "check this computer's clock, and tell the administrator of the host",
  }],
  [/certificate not valid yet|NotValidYet/, {
    message: ({ host }) => `the certificate of ${host} is not valid yet`,
    hint: "check this computer's clock, and tell the administrator of the host",
  }],
  [/peer is incompatible|protocol ?version/i, {
    message: ({ host }) => `${host} does not support TLS 1.2 or later`,
    hint: "check the endpoint and the proxy: AWS supports TLS 1.2 and 1.3",
  }],
  [/corrupt message/i, {
    message: ({ host, proxy }) =>
      `${proxy ? `the proxy ${proxy} or ` : ""}${host} does not speak TLS`,
    hint: "check the scheme and the port of the endpoint and of HTTPS_PROXY",
  }],
  [/invalid peer certificate/i, {
    message: ({ host }) => `the certificate of ${host} is not valid`,
    hint: "check the endpoint and the proxy",
  }],
  [/handshake ?failure|fatal alert/i, {
    message: ({ host }) => `the TLS handshake with ${host} failed`,
    hint: "check the endpoint and the proxy",
  }],
  [/dns error|failed to lookup/i, {
    message: ({ host, proxy }) =>
      `cannot resolve ${proxy ? `the proxy ${proxy}` : host}`,
    hint: "check the network; behind a proxy set HTTPS_PROXY",
    isTransient: true,
  }],
  [/requests to port \d+ are blocked/i, {
    message: ({ host }) => `Deno blocks requests to the port of ${host}`,
    hint: "use another port for the endpoint",
  }],
  [/tcp connect error|proxy server unreachable|socks/i, {
    message: ({ host, proxy }) =>
      `cannot connect to ${proxy ? `the proxy ${proxy}` : host}`,
    hint: "check the network, the proxy and the endpoint",
    isTransient: true,
  }],
];

/** The connection broke before the request was sent. */
const NOT_CONNECTED: ConnectionFault = {
  message: ({ host, proxy }) =>
    `the connection to ${host} broke${
      proxy ? `, through the proxy ${proxy}` : ""
    }`,
  hint: "check the network and the proxy",
  isTransient: true,
};

const BROKEN: ConnectionFault = { ...NOT_CONNECTED, mayHaveArrived: true };

/** Distinguishes the failures that `fetch` reports with the same error. */
export function connectionFault(error: unknown): ConnectionFault {
  const text = causes(error).map((each) =>
    // The name of a host may contain any of these words.
    String(each).replace(/https?:\/\/[^\s)]+/g, "")
  ).join(" ");
  return FAULTS.find(([pattern]) => pattern.test(text))?.[1] ??
    (text.includes("client error (Connect)") ? NOT_CONNECTED : BROKEN);
}

export function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (
    let each = error;
    each !== undefined && chain.length < 8;
    each = (each as { cause?: unknown } | null)?.cause
  ) chain.push(each);
  return chain;
}
