import { stsHost, type StsSettings } from "./partitions.ts";

/** The host of STS for a message. */
export function shownHost(settings: StsSettings): string {
  return (stsHost(settings) ?? "STS").replace(/:443$/, "");
}
