import { UpdstsError } from "../errors.ts";
import { shellQuote } from "../util/shell_quote.ts";

/**
 * The way out where a permission is missing.
 *
 * @param flags Deno's flags that give it; the executable has none.
 */
export function permissionHint(
  flags: string,
  isExecutable: boolean = Deno.build.standalone,
): string {
  return isExecutable
    ? "updsts works out what it may do when it starts: start it again, and check the paths, the region, the endpoint and the proxy that are set"
    : `give ${flags}`;
}

/** The failure of a run that may not reach a host, given with its port. */
export function noPermissionToReach(
  host: string | undefined,
  cause?: unknown,
): UpdstsError {
  return new UpdstsError(
    "sts_unreachable",
    `this run of updsts has no permission to reach ${host ?? "STS"}`,
    permissionHint(shellQuote([`--allow-net=${host ?? "HOST"}`])),
    { cause },
  );
}
