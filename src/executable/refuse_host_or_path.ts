import { UpdstsError } from "../errors.ts";
import { MODULE } from "../package_names.ts";
import { ALLOWED_DOMAINS } from "./baked_permissions.ts";
import { isExecutable } from "../platform/executable.ts";
import { quoteWords } from "../platform/quote_words.ts";
import { noPermissionToReach } from "../platform/missing_permission.ts";

/**
 * Refuses a host that this run may not connect to, before an MFA code is asked
 * for. With `deno run` the user's flags decide, or the answers to Deno's prompts.
 *
 * @param host The host with its port: of STS, or of a proxy.
 * @param inExecutable For tests.
 */
export function refuseForbiddenHost(
  host: string,
  inExecutable: boolean = isExecutable(),
): void {
  const { state } = Deno.permissions.requestSync({ name: "net", host });
  if (state === "granted") return;
  if (!inExecutable || isAllowed(host)) throw noPermissionToReach(host);
  throw new UpdstsError(
    "settings_invalid",
    `the executable cannot connect to ${host}, a host outside the domains of AWS and of private networks`,
    `use the IPv4 address of the host in the endpoint or proxy setting, or run the module: deno run --no-config --allow-read="$HOME/.aws" --allow-write="$HOME/.aws" --allow-env ${
      quoteWords([`--allow-net=${host}`])
    } jsr:${MODULE}`,
  );
}

/**
 * Refuses a path that Deno opens only with every permission: one on a network
 * share or of a device of Windows.
 *
 * @param path The path.
 * @param os For tests.
 * @param inExecutable For tests.
 */
export function refuseNetworkPath(
  path: string,
  os: string = Deno.build.os,
  inExecutable: boolean = isExecutable(),
): void {
  if (!inExecutable || os !== "windows" || !/^[\\/]{2}/.test(path)) return;
  throw new UpdstsError(
    "settings_invalid",
    `the executable cannot open the network path ${path}`,
    `copy the file to a local drive, or run the module: deno run --no-config --allow-all jsr:${MODULE}`,
  );
}

function isAllowed(host: string): boolean {
  const { hostname } = new URL(`https://${host}`);
  return ALLOWED_DOMAINS.some((domain) =>
    `.${hostname}`.endsWith(`.${domain}`)
  ) ||
    /^\d+\.\d+\.\d+\.\d+$/.test(hostname) || hostname === "[::1]";
}
