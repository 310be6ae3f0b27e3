import type { Profiles } from "./profiles.ts";

/** Untrusted files can name thousands. */
const MAX_BUNDLES = 100;

/** The CA bundles that the environment and the profiles name, as they are written. */
export function namedBundles(
  profiles: Profiles | undefined,
  environment: (name: string) => string | undefined,
): string[] {
  const paths = [
    environment("AWS_CA_BUNDLE"),
    ...profiles?.all().map(({ get }) => get("ca_bundle")) ?? [],
  ].filter((path): path is string => path !== undefined && path !== "");
  return [...new Set(paths)].slice(0, MAX_BUNDLES);
}
