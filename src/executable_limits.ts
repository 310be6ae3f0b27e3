import { UpdstsError } from "./errors.ts";
import { DOMAINS, permissionHint } from "./permissions.ts";

/**
 * Refuses a host that the executable has no permission for, before an MFA
 * code is asked for. With `deno run` the user's flags decide.
 *
 * @param host The host with its port.
 * @param isExecutable For tests.
 */
export function refuseForbiddenHost(
  host: string,
  isExecutable: boolean = Deno.build.standalone,
): void {
  if (!isExecutable || isPermitted({ name: "net", host })) return;
  if (canBePermitted(host)) {
    throw new UpdstsError(
      "settings_invalid",
      `this run of updsts has no permission to connect to ${host}`,
      permissionHint(`--allow-net=${host}`, isExecutable),
    );
  }
  throw new UpdstsError(
    "settings_invalid",
    `the executable cannot connect to the STS endpoint ${host}, a host outside the domains of AWS and of private networks`,
    `set the endpoint to the IPv4 address of the host, or run the module: deno run --no-config --allow-read="$HOME/.aws" --allow-write="$HOME/.aws" --allow-env --allow-net=${host} jsr:@x/updsts`,
  );
}

/**
 * Refuses a path that Deno opens only with every permission: one on a network
 * share or of a device of Windows.
 *
 * @param path The path.
 * @param os For tests.
 * @param isExecutable For tests.
 */
export function refuseNetworkPath(
  path: string,
  os: string = Deno.build.os,
  isExecutable: boolean = Deno.build.standalone,
): void {
  if (!isExecutable || os !== "windows" || !/^[\\/]{2}/.test(path)) return;
  throw new UpdstsError(
    "settings_invalid",
    `the executable cannot open the network path ${path}`,
    "copy the file to a local drive, or run the module: deno run --no-config --allow-all jsr:@x/updsts",
  );
}

function isPermitted(permission: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(permission).state === "granted";
}

function canBePermitted(host: string): boolean {
  const { hostname } = new URL(`https://${host}`);
  return DOMAINS.some((domain) => `.${hostname}`.endsWith(`.${domain}`)) ||
    /^\d+\.\d+\.\d+\.\d+$/.test(hostname) || hostname === "[::1]";
}
