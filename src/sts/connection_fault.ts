/** Why no answer came, in words. */
export interface ConnectionFault {
  readonly why: string;
  readonly wayOut: string;
  /** May be over when it is tried again. */
  readonly isPassing: boolean;
  /** Broke after it was made, so that the request may have been acted on. */
  readonly mayHaveArrived?: true;
}

const FAULTS: [RegExp, ConnectionFault][] = [
  [/proxy auth|\b407\b/i, {
    why: "the proxy wants credentials, or others than it was given",
    wayOut: "write them into HTTPS_PROXY: http://NAME:PASSWORD@HOST:PORT",
    isPassing: false,
  }],
  [/tunnel/i, {
    why: "the proxy does not let the request through",
    wayOut: "look at HTTPS_PROXY and NO_PROXY, and at what the proxy allows",
    isPassing: false,
  }],
  [/certificate|handshake|corrupt message/i, {
    why: "its certificate is not trusted",
    wayOut:
      "behind a proxy that inspects TLS, name its certificate authority in AWS_CA_BUNDLE",
    isPassing: false,
  }],
  [/dns|lookup/i, {
    why: "its name is not found",
    wayOut: "look at the network; behind a proxy, set HTTPS_PROXY",
    isPassing: true,
  }],
  [/refused/i, {
    why: "the connection is refused",
    wayOut: "look at the network, the proxy and the endpoint",
    isPassing: true,
  }],
];

const BROKEN: ConnectionFault = {
  why: "the connection broke",
  wayOut: "look at the network and the proxy",
  isPassing: true,
  mayHaveArrived: true,
};

/** Tells apart what `fetch` reports with one and the same error. */
export function connectionFault(error: unknown): ConnectionFault {
  const text = causes(error).map((each) => String(each)).join(" ");
  return FAULTS.find(([pattern]) => pattern.test(text))?.[1] ?? BROKEN;
}

/** The error, what caused it, what caused that, and so on. */
export function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (
    let each = error;
    each !== undefined && chain.length < 8;
    each = (each as { cause?: unknown } | null)?.cause
  ) chain.push(each);
  return chain;
}
