/** What `~/.aws/config` says of a profile. */
export interface ConfigProfile {
  get(key: string): string | undefined;
}

/** Something about the file, or around it, that bites or will. */
export interface Finding {
  /** Its kind; see {@linkcode FindingCode}. */
  readonly code: FindingCode;
  /** `"error"` where some tool fails or reads something else than is written. */
  readonly severity: "error" | "warning";
  /** The line of the credentials file, counted from 1; `null` where there is none. */
  readonly line: number | null;
  /** What is found, in one line. Never shows a value. */
  readonly message: string;
  /** Why it matters. */
  readonly why: string;
  /** What to do. */
  readonly fix: string;
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
