import type { Hint } from "../../errors.ts";
import type { Profiles } from "../profiles.ts";
import type { Environment } from "./environment_findings.ts";
import type { FaultKind, LocatedFault } from "./finding.ts";
import { oncePerLine, profileFaults } from "./locate_faults.ts";

/** The checks of settings that need the STS code. */
export interface ConnectionChecks {
  /** Whether a partition has the region, or can have it in the future. */
  isRegion(name: string): boolean;
  /** The faults of the proxy variables that take precedence. */
  proxyFaults(environment: Environment): readonly ProxyFault[];
  /** The fault of a CA bundle; nothing where it can be used, or is not known. */
  bundleFault(path: string): BundleFault | undefined;
}

/** A proxy variable that can't be used. Its value is not shown. */
interface ProxyFault {
  readonly message: string;
  readonly hint?: Hint | undefined;
}

export type BundleFault = "unreadable" | "no_certificates";

/** Variables of the connection that can't be used. */
export function connectionVariableFindings(
  environment: Environment,
  connection: ConnectionChecks,
): FaultKind[] {
  const regions = isCustomEndpoint(environment)
    ? []
    : ["AWS_REGION", "AWS_DEFAULT_REGION"];
  const bundle = "AWS_CA_BUNDLE";
  return [
    ...connection.proxyFaults(environment).map((
      { message, hint: value = "" },
    ): FaultKind => ({ code: "proxy_variable", message, value })),
    ...regions.flatMap((name) =>
      regionFault(environment(name), name, connection)
    ),
    ...bundleFault(environment(bundle), bundle, connection),
  ];
}

/** Settings of the connection that can't be used, in either file. */
export function connectionFindings(
  profiles: Profiles,
  environment: Environment,
  connection: ConnectionChecks,
): LocatedFault[] {
  return oncePerLine(profileFaults(profiles, ({ name, get }) => {
    const isCustom = isCustomEndpoint(environment) ||
      get("endpoint_url") || get("services");
    const region = isCustom ? undefined : get("region");
    const bundle = get("ca_bundle");
    return [
      ...regionFault(region, `the region of [${name}]`, connection)
        .map((fault) => ({ ...fault, key: "region" })),
      ...bundleFault(bundle, `the ca_bundle of [${name}]`, connection)
        .map((fault) => ({ ...fault, key: "ca_bundle" })),
    ];
  }));
}

function regionFault(
  region: string | undefined,
  what: string,
  { isRegion }: ConnectionChecks,
): FaultKind[] {
  // Quotes, comments and indented lines have their own finding.
  if (!region || /[\s\0#;"']/.test(region) || isRegion(region)) return [];
  const code = "invalid_region";
  if (/\d[a-z]$/.test(region) && isRegion(region.slice(0, -1))) {
    return [{
      code,
      reason: "zone",
      message: `${what} is an availability zone`,
    }];
  }
  return [{ code, reason: "unknown", message: `${what} is not an AWS region` }];
}

function bundleFault(
  path: string | undefined,
  what: string,
  { bundleFault }: ConnectionChecks,
): FaultKind[] {
  const reason = path ? bundleFault(path) : undefined;
  if (!reason) return [];
  const message = `${what} names a file that ${BUNDLE_FAULTS[reason]}`;
  return [{ code: "invalid_ca_bundle", reason, message }];
}

const BUNDLE_FAULTS: Record<BundleFault, string> = {
  unreadable: "updsts cannot read",
  no_certificates: "has no certificates in PEM format",
};

/** With a custom endpoint, the region is only a part of the signature. */
function isCustomEndpoint(environment: Environment): boolean {
  return ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS"]
    .some((name) => environment(name));
}
