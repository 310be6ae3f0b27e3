import { command, getCommand, type Hint, hint } from "../../errors.ts";

/** A problem of the file or of its environment. */
export interface Finding {
  /** Its kind, a key of the table of this module. */
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

/** What a rule finds. The table adds the severity, the consequence and the fix. */
export type Fault = {
  [C in FindingCode]:
    & {
      readonly code: C;
      /** Counted from 0; `null` where it is not in the credentials file. */
      readonly line: number | null;
      readonly message: string;
      /** What the fix names. */
      readonly value?: Hint;
    }
    & (Table[C] extends Advice ? unknown : { readonly reason: keyof Table[C] });
}[FindingCode];

/** The kinds of findings. */
export type FindingCode = keyof Table;

interface Advice {
  readonly severity: Finding["severity"];
  readonly why: string;
  readonly fix: Hint | ((value: Hint) => Hint);
}

type Table = typeof TABLE;

const REMOVE = hint`remove it with ${command("clean")} or ${
  command("doctor_fix")
}`;

const LEGACY_TOKEN =
  "the AWS CLI takes it instead of the aws_session_token, and the SDK for JavaScript does not know it";

function error(why: string, fix: Advice["fix"]): Advice {
  return { severity: "error", why, fix };
}

function warning(why: string, fix: Advice["fix"]): Advice {
  return { severity: "warning", why, fix };
}

const asGiven = (fix: Hint) => fix;
const unset = (variable: Hint) => hint`unset ${variable}`;
const writeHeader = (name: Hint) => hint`write [${name}]`;

/** The advice on each kind of finding; by reason, where it depends on one. */
const TABLE = {
  not_utf8: error(
    "the AWS CLI rejects the whole file",
    "save the file as UTF-8",
  ),
  byte_order_mark: error(
    "the AWS CLI rejects the whole file, and the SDK for Go loses a profile",
    'save it as "UTF-8", not as "UTF-8 with BOM"',
  ),
  parse_error: error("the AWS CLI rejects the whole file", asGiven),
  file_permissions: warning(
    "they can use the keys in it",
    hint`remove their access with ${command("doctor_fix")} or "chmod 600"`,
  ),
  bind_mounted: warning(
    "it cannot be replaced here, and does not change when the original is replaced",
    "mount its directory into the container instead",
  ),
  lone_cr: error(
    "the AWS SDKs for JavaScript and Go read it and the next line as one, and ignore both",
    "save the file with LF or CRLF",
  ),
  unmatched_tag: {
    begin: error(
      "updsts cannot tell the lines of its block, and refuses to write",
      asGiven,
    ),
    end: error(
      "updsts does not recognize the section as its own, and refuses to write it",
      "add the begin tag before its section, or delete the end tag",
    ),
  },
  default_section: warning(
    "the AWS CLI adds its keys to every profile; other tools do not",
    "write [default] for the default profile",
  ),
  section_header: {
    indented: error(
      "below a key, some AWS tools read it as a part of that key's value",
      "remove the indentation",
    ),
    text_after: error(
      "the AWS SDK for JavaScript misses the header, and adds the keys below it to the profile above",
      "move it to a line of its own",
    ),
  },
  section_name: {
    proto: error(
      "the AWS SDK for JavaScript reads the whole file as empty",
      "rename the profile",
    ),
    profile_prefix: error(
      'only the config has "profile" before a name: no tool finds the profile here',
      writeHeader,
    ),
    spaces: error(
      "only some AWS tools read them as a part of the name",
      writeHeader,
    ),
    characters: error(
      "some AWS SDKs skip a profile with such a name",
      "rename the profile: use letters, digits and _ . @ % / + : -",
    ),
  },
  setting_syntax: {
    colon: error(
      "the AWS SDK for JavaScript ignores the line, and the one for Java rejects the file",
      "write it as key = value",
    ),
    capitals: error(
      "the AWS SDKs for JavaScript and Java don't find it",
      "write the name in lower case",
    ),
  },
  setting_value: {
    comment_character: error(
      "some AWS tools keep it, others read it as a comment",
      "move the comment to a line of its own, or change the value",
    ),
    comment_after: error(
      "the AWS CLI reads the comment as a part of the value",
      "move the comment to a line of its own",
    ),
    quotes: error(
      "most AWS tools read the quotes as a part of the value",
      "remove the quotes",
    ),
    missing: error("the profile does not work", "write it, or delete the line"),
    characters: error(
      "AWS, or some AWS tool, rejects it",
      "copy it into the line again, the whole of it",
    ),
  },
  indented_line: {
    comment: error(
      "the AWS SDK for Java reads it as a part of the value above it",
      "remove the indentation",
    ),
    key: error(
      "some AWS SDKs read an indented line as a part of the value above it",
      "remove the indentation",
    ),
    continuation: error(
      "the AWS CLI reads it as a part of the value; other tools do not",
      "remove the line's indentation, or delete it",
    ),
  },
  user_arn_as_mfa_device: error(
    "STS cannot check an MFA code with it",
    "write :mfa/ in place of :user/, with the device's name",
  ),
  security_token: {
    overriding: error(LEGACY_TOKEN, "delete the line"),
    redundant: warning(LEGACY_TOKEN, "delete the line"),
  },
  keys_incomplete: error(
    "the AWS CLI, or AWS itself, rejects incomplete keys",
    "write the line that is missing, or delete this one",
  ),
  long_term_keys_in_block: error(
    "updsts refuses to replace them, and does not remove them",
    "move the section below the block's end tag",
  ),
  role_overrides_session: error(
    "the AWS CLI uses it instead of the keys of the session",
    "delete it, or move it to another profile",
  ),
  role_without_source: error(
    "the AWS CLI refuses the profile, its keys included",
    "set source_profile to the profile with the keys, or delete the line",
  ),
  session_expired: {
    renewable: warning(
      "AWS refuses its keys",
      hint`renew it with ${getCommand()}, or ${REMOVE}`,
    ),
    without_source: warning("AWS refuses its keys", REMOVE),
    of_another_program: warning(
      "AWS refuses its keys",
      "get new credentials from the source of these",
    ),
  },
  invalid_expiration: warning(
    "the expiry of the session is unknown",
    hint`renew the session with ${getCommand()}, or delete the line`,
  ),
  source_profile_missing: warning(
    "its session cannot be renewed",
    "delete the block, or restore the profile",
  ),
  environment_incomplete: {
    id_alone: error("the AWS CLI fails on half of a key", unset),
    secret_alone: warning("it has no effect by itself", unset),
    token_alone: warning(
      "AWS tools combine it with the next key that is set, and AWS rejects that key",
      unset,
    ),
  },
  environment_profile: error(
    "every AWS tool fails without another profile",
    (variable) =>
      hint`unset ${variable}, or name a profile that ${command("list")} shows`,
  ),
  home_differs: warning(
    "the AWS SDK for JavaScript looks for .aws in HOME; updsts and other AWS tools look in USERPROFILE",
    "unset HOME, or set it to the same directory",
  ),
  environment_overrides: warning(
    "AWS tools use these credentials instead of the file, unless a profile is named",
    "unset it, or name the profile with --profile",
  ),
} satisfies Record<string, Advice | Readonly<Record<string, Advice>>>;

/** The finding of a fault, with the table's advice. */
export function toFinding(fault: Fault): Finding {
  const { code, line, message, value = "" } = fault;
  const entry: Advice | Readonly<Record<string, Advice>> = TABLE[code];
  const { severity, why, fix } = "reason" in fault
    ? (entry as Readonly<Record<string, Advice>>)[fault.reason]!
    : entry as Advice;
  return {
    code,
    severity,
    line: line === null ? null : line + 1,
    message,
    why,
    fix: typeof fix === "function" ? fix(value) : fix,
  };
}
