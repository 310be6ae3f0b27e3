import { STS_DOMAINS } from "../sts/endpoints.ts";

/** The domains whose hosts the executable can be permitted to connect to. */
export const DOMAINS: readonly string[] = [
  ...STS_DOMAINS,
  "localhost",
  "local",
  "internal",
  "localstack.cloud",
];

/** The one thing about the system that is asked: where the home directory is. */
export const SYSTEM: readonly string[] = ["homedir"];
