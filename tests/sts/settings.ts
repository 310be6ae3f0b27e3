import type { StsSettings } from "../../src/sts/sts_host.ts";

/** The settings of STS where nothing is set: its global endpoint. */
export const SETTINGS: StsSettings = {
  region: "us-east-1",
  isGlobal: true,
  endpoint: undefined,
  useFips: false,
  useDualstack: false,
  caBundle: undefined,
};
