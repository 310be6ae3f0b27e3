/** Why a setting cannot be used. `src/sts/explain_setting.ts` has the texts. */
export type InvalidSettingReason =
  | "endpoint in the credentials file"
  | "no services section"
  | "not the name of a services section"
  | "not a list of settings"
  | "not a Boolean"
  | "not a region"
  | "not an endpoint"
  | "custom FIPS endpoint"
  | "line break in a path"
  | "not a proxy URL"
  | "proxy credentials"
  | "proxy scheme"
  | "different NO_PROXY";

export class InvalidSetting extends Error {
  readonly reason: InvalidSettingReason;
  /** The names for the text; never a secret. */
  readonly names: readonly string[];

  constructor(reason: InvalidSettingReason, ...names: string[]) {
    super(reason);
    this.reason = reason;
    this.names = names;
  }
}
