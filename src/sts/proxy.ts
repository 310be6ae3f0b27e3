import { InvalidSetting } from "../credentials/invalid_setting.ts";
import { hostOf } from "../util/host_of.ts";
import { stsHost, type StsSettings } from "./sts_host.ts";

export interface Proxy {
  /** The variable that names it. */
  readonly variable: string;
  /** May hold a password. */
  readonly url: string;
  /** Its host and port, which may be shown. */
  readonly host: string;
  /**
   * Whether updsts sets it for `fetch`, because Deno would use another one. Then,
   * and for a SOCKS proxy, the run needs a permission for the proxy's host.
   */
  readonly isExplicit: boolean;
}

type Env = (name: string) => string | undefined;

/**
 * Finds the proxy as curl and botocore do: a lower-case variable takes precedence,
 * and `ALL_PROXY` comes last. Deno reads `ALL_PROXY` first and upper case before
 * lower case, and connects directly where it cannot parse a value.
 *
 * @throws {InvalidSetting} Where the variable with precedence is not valid.
 */
export function proxyFor(env: Env, settings: StsSettings): Proxy | undefined {
  const isPlain = settings.endpoint?.startsWith("http:") ?? false;
  const names = PROXY_LISTS[isPlain ? 1 : 0];
  const set = names.filter((name) => env(name));
  const [variable] = set;
  if (variable === undefined || isExempt(env, settings)) return undefined;
  const text = env(variable)!;
  const { scheme, url, host } = parseProxy(variable, text);
  const isExplicit = scheme.startsWith("socks") ||
    set.some((name) => env(name) !== text);
  return { variable, url, host, isExplicit };
}

/** The variables for encrypted and for plain requests, the first one first. */
export const PROXY_LISTS = [
  ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
  ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"],
] as const;

/** The hosts that a run needs a permission for. */
export function requiredHosts(env: Env, settings: StsSettings): string[] {
  const proxy = proxyFor(env, settings);
  return [stsHost(settings), proxy?.isExplicit ? proxy.host : undefined]
    .filter((host) => host !== undefined);
}

/** Proxy URLs that Deno, curl and botocore parse alike. */
const PROXY = new RegExp(
  "^(?:(?<scheme>https?|HTTPS?|socks5h?)://)?" +
    "(?:[\\w.~!$&'()*+,;=%-]*:[\\w.~!$&'()*+,;=:%-]*@)?" +
    "(?:\\[[0-9A-Fa-f:]+\\]|[\\w-]+(?:\\.[\\w-]+)*\\.?)" +
    "(?::[0-9]{1,5})?(?<path>/[\\w./~%-]*)?$",
);

/** The parts of a proxy URL that Deno, curl and botocore need. */
export function parseProxy(
  variable: string,
  text: string,
): { scheme: string; url: string; host: string } {
  const parts = PROXY.exec(text)?.groups;
  if (!parts) throw invalidProxy(variable, text);
  const { scheme: written, path } = parts;
  const scheme = written?.toLowerCase() ?? "http";
  const url = written === undefined ? `http://${text}` : text;
  const host = URL.canParse(url) ? hostOf(new URL(url)) : undefined;
  // Without a scheme, Deno parses no path.
  if (!host || (path && !written)) throw invalidProxy(variable, text);
  return { scheme, url, host };
}

/** The error shows no part of the value: it may be a password. */
function invalidProxy(variable: string, url: string): InvalidSetting {
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url) ?? [];
  if (scheme && !/^(https?|socks5h?)$/i.test(scheme)) {
    return new InvalidSetting("proxy scheme", variable);
  }
  return url.includes("@")
    ? new InvalidSetting("proxy credentials", variable)
    : new InvalidSetting("not a proxy URL", variable);
}

/** Deno reads the upper-case variable first, curl and botocore the other. */
function isExempt(env: Env, settings: StsSettings): boolean {
  const host = (stsHost(settings) ?? "").replace(/:\d+$/, "")
    .replace(/^\[(.*)\]$/, "$1");
  const lower = env("no_proxy");
  const upper = env("NO_PROXY");
  const isExempt = isListed(upper ?? lower ?? "", host);
  if (isExempt === isListed(lower || upper || "", host)) return isExempt;
  throw new InvalidSetting("different NO_PROXY", host);
}

/** Whether a list contains the host, by Deno's rules. */
function isListed(list: string, host: string): boolean {
  const address = parseAddress(host);
  return list.split(",").map((each) => each.trim()).some((each) => {
    if (address !== undefined) return isInNetwork(address, each);
    if (host.includes(":")) return each === host;
    const domain = each.replace(/^\./, "");
    return each === "*" || host === domain ||
      (domain !== "" && host.endsWith(`.${domain}`));
  });
}

function isInNetwork(address: number, network: string): boolean {
  const [, base = "", bits = "32"] = /^([\d.]+)(?:\/(\d{1,2}))?$/
    .exec(network) ?? [];
  const first = parseAddress(base);
  if (first === undefined || Number(bits) > 32) return false;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(address / size) === Math.floor(first / size);
}

/** An IPv4 address as a number. */
function parseAddress(text: string): number | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
  const bytes = text.split(".").map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}
