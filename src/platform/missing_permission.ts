import { type Hint, hint, permission, UpdstsError } from "../errors.ts";
import { isExecutable } from "./executable.ts";
import { quoteWords } from "./quote_words.ts";

/**
 * The hint where a permission is missing.
 *
 * @param flags Deno's flags that grant it; the executable has none.
 */
export function permissionHint(
  flags: string,
  inExecutable: boolean = isExecutable(),
): Hint {
  return inExecutable
    ? hint`${permission()}; check the paths, the region, the endpoint and the proxy that are set`
    : hint`${permission(flags)}`;
}

/** The failure of a run that may not connect to a host, given with its port. */
export function noPermissionToReach(
  host: string | undefined,
  cause?: unknown,
): UpdstsError {
  return new UpdstsError(
    "sts_unreachable",
    `updsts has no permission to connect to ${host ?? "STS"}`,
    permissionHint(quoteWords([`--allow-net=${host ?? "HOST"}`])),
    { cause },
  );
}
