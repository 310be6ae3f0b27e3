import type { Hint } from "../../errors.ts";

/** The settings of a profile in `~/.aws/config`. */
export interface ConfigProfile {
  get(key: string): string | undefined;
}

/** A problem of the file or of its environment. */
export interface Finding {
  /** Its kind; see {@linkcode FindingCode}. */
  readonly code: FindingCode;
  /** `"error"` where a tool fails or misreads the file. */
  readonly severity: "error" | "warning";
  /** The line of the credentials file, counted from 1; `null` where there is none. */
  readonly line: number | null;
  /** The problem, in one line. Never contains a value. */
  readonly message: string;
  /** The consequence. */
  readonly why: string;
  /** A step that solves it. */
  readonly fix: Hint;
}

/** The kinds of findings. */
export type FindingCode =
  | "not_utf8"
  | "open_to_others"
  | "bind_mounted"
  | "byte_order_mark"
  | "rejected"
  | "lone_cr"
  | "tag_without_partner"
  | "default_section"
  | "section_name"
  | "section_header"
  | "setting_spelling"
  | "setting_value"
  | "indented_line"
  | "user_for_mfa"
  | "security_token"
  | "keys_incomplete"
  | "keys_in_block"
  | "role_wins"
  | "role_without_source"
  | "session_expired"
  | "expiration_unreadable"
  | "source_gone"
  | "environment_incomplete"
  | "environment_profile"
  | "environment_shadows";
