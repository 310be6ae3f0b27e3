import type { Hint } from "../../errors.ts";
import type { Profile, Profiles } from "../profiles.ts";
import type { Environment } from "./environment_findings.ts";
import type { Fault, LocatedFault } from "./finding.ts";
import { locate, oncePerLine } from "./locate_setting.ts";

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

/** Why a CA bundle can't be used. */
export type BundleFault = "unreadable" | "no_certificates";

/** Variables of the connection that can't be used. */
export function connectionVariableFindings(
  environment: Environment,
  connection: ConnectionChecks,
): Fault[] {
  const line = null;
  const regions = isCustomEndpoint(environment)
    ? []
    : ["AWS_REGION", "AWS_DEFAULT_REGION"];
  return [
    ...connection.proxyFaults(environment)
      .map(({ message, hint = "" }): Fault => ({
        code: "proxy_variable",
        line,
        message,
        value: hint,
      })),
    ...regions.flatMap((variable) =>
      regionFault(environment(variable), variable, connection)
    ).map((fault) => ({ ...fault, line })),
    ...bundleFault(environment("AWS_CA_BUNDLE"), "AWS_CA_BUNDLE", connection)
      .map((fault) => ({ ...fault, line })),
  ];
}

/** Settings of the connection that can't be used, in either file. */
export function connectionFindings(
  profiles: Profiles,
  environment: Environment,
  connection: ConnectionChecks,
): LocatedFault[] {
  return oncePerLine(
    profiles.names().flatMap((name) => {
      const profile = profiles.find(name)!;
      const regions =
        isCustomEndpoint(environment) || hasCustomEndpoint(profile)
          ? []
          : regionFault(
            profile.get("region"),
            `the region of [${name}]`,
            connection,
          );
      const bundles = bundleFault(
        profile.get("ca_bundle"),
        `the ca_bundle of [${name}]`,
        connection,
      );
      return [...regions, ...bundles].map((fault) => {
        const key = fault.code === "invalid_region" ? "region" : "ca_bundle";
        return { ...fault, ...locate(profiles, profile, key) };
      });
    }),
  );
}

type Unlocated =
  & {
    readonly message: string;
    readonly line: null;
  }
  & (
    | { readonly code: "invalid_region"; readonly reason: "zone" | "unknown" }
    | { readonly code: "invalid_ca_bundle"; readonly reason: BundleFault }
  );

function regionFault(
  region: string | undefined,
  what: string,
  { isRegion }: ConnectionChecks,
): Unlocated[] {
  // Quotes, comments and indented lines have their own finding.
  if (!region || /[\s\0#;"']/.test(region) || isRegion(region)) return [];
  const code = "invalid_region";
  if (/\d[a-z]$/.test(region) && isRegion(region.slice(0, -1))) {
    const message = `${what} is an availability zone`;
    return [{ code, reason: "zone", line: null, message }];
  }
  const message = `${what} is not an AWS region`;
  return [{ code, reason: "unknown", line: null, message }];
}

function bundleFault(
  path: string | undefined,
  what: string,
  { bundleFault }: ConnectionChecks,
): Unlocated[] {
  const reason = path ? bundleFault(path) : undefined;
  if (!reason) return [];
  const message = `${what} names a file that ${BUNDLE_FAULTS[reason]}`;
  return [{ code: "invalid_ca_bundle", reason, line: null, message }];
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

function hasCustomEndpoint({ get }: Profile): boolean {
  return ["endpoint_url", "services"].some((key) => get(key));
}
