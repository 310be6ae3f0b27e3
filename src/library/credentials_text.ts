import { parse, parseValid } from "../credentials/parse.ts";
import { blockAt } from "../credentials/blocks.ts";
import type { SyntaxFault } from "../credentials/document.ts";
import { editBlock as editDocument } from "../credentials/edit_block.ts";
import { parseExpiration } from "../credentials/expiry.ts";
import { readKeys as readKeysOf } from "../credentials/read_keys.ts";
import {
  isProfileName,
  isWritableSectionName,
  isWritableValue,
  SECTION_NAME_RULE,
} from "../credentials/names.ts";
import { problemOf } from "../credentials/syntax_problems.ts";
import { profileInfos as infosOf } from "../credentials/profile_info.ts";
import { findProfile } from "../operations/profile_errors.ts";
import { sanitize } from "../util/sanitize.ts";
import { notA, requireDate, requireStrings } from "./check_types.ts";
import { UpdstsError, withLibraryErrors } from "./errors.ts";
import { hintText } from "./hints.ts";

/** A section of a credentials file. */
export interface ParsedSection {
  /** The text between the brackets. */
  readonly name: string;
  /** The line of the header, counted from 1. */
  readonly line: number;
  /** The values by key, in lower case. They contain the secrets. */
  readonly settings: ReadonlyMap<string, string>;
  /** The source profile, where the section is in a block of updsts. */
  readonly source: string | undefined;
}

/** A block of updsts. */
export interface ParsedBlock {
  /** The source profile. */
  readonly source: string;
  /** The line of the begin tag, counted from 1. */
  readonly firstLine: number;
  /** The line of the end tag, counted from 1. */
  readonly lastLine: number;
}

/** A problem for which the AWS CLI rejects the file, or updsts does not edit it. */
export interface ParseProblem {
  /** Its line, counted from 1. */
  readonly line: number;
  /** The problem, without the line number. Never contains a value. */
  readonly message: string;
  /** A step that solves it. */
  readonly hint: string;
}

/** A credentials file, read as the AWS CLI reads it. */
export interface ParsedCredentials {
  /** In file order, without `[DEFAULT]`. */
  readonly sections: readonly ParsedSection[];
  /** The values of `[DEFAULT]` by key, which the AWS CLI reads in every profile. */
  readonly defaults: ReadonlyMap<string, string>;
  /** The blocks of updsts, in file order. */
  readonly blocks: readonly ParsedBlock[];
  /** By line; empty where the file is valid. */
  readonly problems: readonly ParseProblem[];
}

/**
 * Parses the text of a credentials file.
 *
 * @param text The whole file.
 * @returns Its sections, blocks and problems. A line that the AWS CLI rejects is
 * among the problems, and parsing continues.
 * @throws {UpdstsError} `usage` where the text is not a string.
 *
 * @example
 * ```ts
 * import { parseCredentials } from "@x/updsts";
 *
 * const { sections } = parseCredentials("[default]\nregion = eu-west-1\n");
 * console.log(sections[0]?.settings.get("region")); // eu-west-1
 * ```
 */
export function parseCredentials(text: string): ParsedCredentials {
  requireStrings({ text });
  const document = parse(text);
  return {
    sections: [...document.sections.values()].map((section) => ({
      name: section.name,
      line: section.line + 1,
      settings: valuesOf(section.settings),
      source: blockAt(document, section.line)?.source,
    })),
    defaults: valuesOf(document.defaults),
    blocks: document.blocks.map(({ source, begin, end }) => ({
      source,
      firstLine: begin + 1,
      lastLine: end + 1,
    })),
    problems: [...document.faults, ...document.tagFaults]
      .sort((a, b) => a.line - b.line).map(toParseProblem),
  };
}

function valuesOf(
  settings: ReadonlyMap<string, { readonly value: string }>,
): Map<string, string> {
  return new Map([...settings].map(([key, { value }]) => [key, value]));
}

function toParseProblem(fault: SyntaxFault): ParseProblem {
  const { line, message, hint } = problemOf(fault);
  return { line: line + 1, message: sanitize(message), hint: hintText(hint) };
}

/** The new content of a block of updsts. */
export interface BlockOptions {
  /** The source profile, which the block belongs to. */
  readonly source: string;
  /** The name of the section in the block. */
  readonly section: string;
  /**
   * Values by key, such as `aws_session_token`. A key whose value is `undefined`
   * is removed; keys that are not named stay.
   */
  readonly settings: Readonly<Record<string, string | undefined>>;
}

/**
 * Writes settings into a block, or into a new block at the end of the text. All
 * other text stays as it is. The result is parsed and compared before it is
 * returned: nothing but the settings has changed.
 *
 * @param text The whole file.
 * @param block The block and its settings.
 * @returns The new text of the file.
 * @throws {UpdstsError} `usage` where a name, a key or a value is not one that
 * every AWS SDK reads back; `file_invalid` or `file_conflict` where the edit
 * would lose or override something or break a reader.
 *
 * @example
 * ```ts
 * import { editBlock } from "@x/updsts";
 *
 * const text = "[default]\nregion = eu-west-1\n";
 * const edited = editBlock(text, {
 *   source: "default",
 *   section: "default_sts",
 *   settings: { aws_session_token: "token" },
 * });
 * console.log(edited.startsWith(text)); // true
 * ```
 */
export function editBlock(text: string, block: BlockOptions): string {
  return withLibraryErrors(() => {
    requireStrings({ text });
    refuseBlock(block);
    const settings = new Map(Object.entries(block.settings));
    return editDocument(parse(text), { ...block, settings });
  }, { stsProfileName: "section" });
}

/** Refuses arguments that could add lines to the file, or that cannot be read. */
function refuseBlock({ source, section, settings }: BlockOptions): void {
  requireStrings({ source, section });
  if (Object(settings) !== settings || settings instanceof Map) {
    throw notA("plain object", "settings");
  }
  if (!isProfileName(source)) {
    throw new UpdstsError("usage", "the source is not the name of a profile");
  }
  if (!isWritableSectionName(section) || section === source) {
    throw new UpdstsError(
      "usage",
      "the section has a name that cannot be written",
      `choose ${SECTION_NAME_RULE}, and not that of the source`,
    );
  }
  for (const [key, value] of Object.entries(settings)) {
    if (!/^[a-z][a-z0-9_]{0,127}$/.test(key)) {
      throw new UpdstsError(
        "usage",
        "a key is not made of lower-case letters, digits and _",
      );
    }
    if (value === undefined) continue;
    requireStrings({ [`the value of ${key}`]: value });
    if (!isWritableValue(value)) {
      throw new UpdstsError(
        "usage",
        `the value of ${key} is not one that every AWS SDK reads back`,
        "give visible ASCII characters without spaces",
      );
    }
  }
}

/** What a program may show of a profile. */
export interface ProfileInfo {
  /** The profile's name. */
  readonly profile: string;
  /** Masked unless it has the format of one. */
  readonly accessKeyId: string | undefined;
  /** Masked: `******** (40 chars)`. */
  readonly secretAccessKey: string | undefined;
  /** Masked. */
  readonly sessionToken: string | undefined;
  /** The ARN of the MFA device; masked unless it has the format of one. */
  readonly mfaDevice: string | undefined;
  /** The name under which a TOTP server keeps the device's secret. */
  readonly totpSecretName: string | undefined;
  /** The expiry, where there is one that is a date. */
  readonly expiration: Date | undefined;
  /** Whether the expiry has passed; `undefined` where it is not known. */
  readonly isExpired: boolean | undefined;
  /** Whether the profile is in a block of updsts. */
  readonly isManaged: boolean;
}

/** Options of a function that compares an expiry with the time. */
export interface TimeOptions {
  /** The time to compare with; by default the current time. */
  readonly now?: Date | undefined;
}

/**
 * What a program may show of the profiles of a credentials file.
 *
 * @param text The whole file.
 * @param options The time to compare expiries with.
 * @returns Every profile in file order, with the secrets masked.
 * @throws {UpdstsError} `file_invalid` where the AWS CLI rejects the file; `usage`
 * where an argument has another type.
 *
 * @example
 * ```ts
 * import { profileInfos } from "@x/updsts";
 *
 * const text = "[default]\naws_secret_access_key = abcdefgh\n";
 * console.log(profileInfos(text)[0]?.secretAccessKey); // ******** (8 chars)
 * ```
 */
export function profileInfos(
  text: string,
  { now = new Date() }: TimeOptions = {},
): ProfileInfo[] {
  requireStrings({ text });
  requireDate(now);
  const infos = withLibraryErrors(() => infosOf(parseValid(text), now));
  return infos.map((info) => ({
    profile: info.profile_name,
    accessKeyId: info.aws_access_key_id ?? undefined,
    secretAccessKey: info.aws_secret_access_key ?? undefined,
    sessionToken: info.aws_session_token ?? undefined,
    mfaDevice: info.mfa_device_arn ?? undefined,
    totpSecretName: info.totp_secret_name ?? undefined,
    expiration: parseExpiration(info.expiration_datetime ?? ""),
    isExpired: info.expired ?? undefined,
    isManaged: info.managed,
  }));
}

/** The keys of a profile in clear, as the AWS SDKs take them. */
export interface ProfileKeys {
  /** The access key ID. */
  readonly accessKeyId: string;
  /** A secret. */
  readonly secretAccessKey: string;
  /** A secret, which only temporary credentials have. */
  readonly sessionToken?: string;
  /** The expiry, where the file says it. */
  readonly expiration?: Date;
}

/**
 * Reads the keys of a profile, as `updsts export` does.
 *
 * @param text The whole file.
 * @param profile The profile's name.
 * @param options The time to compare the expiry with.
 * @returns The keys, with the secrets in clear.
 * @throws {UpdstsError} `file_invalid`; `profile_not_found`; `profile_incomplete`
 * where keys are missing or expired, or an AWS SDK could not use them; `usage`
 * where an argument has another type.
 *
 * @example
 * ```ts
 * import { readKeys } from "@x/updsts";
 *
 * const text =
 *   "[ci]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n";
 * console.log(readKeys(text, "ci").accessKeyId); // AKIAIOSFODNN7EXAMPLE
 * ```
 */
export function readKeys(
  text: string,
  profile: string,
  { now = new Date() }: TimeOptions = {},
): ProfileKeys {
  return withLibraryErrors(() => {
    requireStrings({ text, profile });
    requireDate(now);
    const document = parseValid(text);
    const section = findProfile(document, profile);
    const { sessionToken, expiration, ...keys } = readKeysOf(
      document,
      section,
      now,
    );
    return {
      ...keys,
      ...sessionToken === undefined ? {} : { sessionToken },
      ...expiration === undefined ? {} : { expiration },
    };
  });
}
