const DEFAULT_PORTS: Record<string, number> = { "http:": 80, "https:": 443 };
const SOCKS_PORT = 1080;

/**
 * The host becomes a permission: there `*` and `,` would mean several hosts, and
 * an invalid name would end the program.
 */
const HOST = /^(\[[0-9a-f:]+\]|[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?)$/i;

/**
 * The host of an endpoint or a proxy with its port, as Deno's permissions name it.
 *
 * @returns Nothing for a host that cannot be a permission.
 */
export function hostOf({ protocol, hostname, port }: URL): string | undefined {
  if (!HOST.test(hostname)) return undefined;
  const number = port || (DEFAULT_PORTS[protocol] ?? SOCKS_PORT);
  // Deno drops the dot that may end a host.
  return `${hostname.toLowerCase().replace(/\.$/, "")}:${number}`;
}
