import { type ErrorCode, UpdstsError } from "../errors.ts";
import { keepRecent } from "../util/keep_recent.ts";
import type { CredentialsDocument, FileSections } from "./document.ts";
import { type Line, splitLines } from "./split_lines.ts";
import { parseSections } from "./parse_sections.ts";
import { type Problem, problemOf } from "./syntax_problems.ts";

/**
 * Reads a credentials or config file the way botocore does, with every byte kept.
 * A line that botocore rejects becomes a problem, and parsing continues as in the
 * other SDKs.
 *
 * @param text The whole file, a byte order mark included.
 * @returns The document; joining its lines gives the text again.
 */
export const parse: (text: string) => CredentialsDocument = keepRecent(
  (text) => {
    let lines: Line[] | undefined;
    return {
      ...parseSections(text),
      // Made on demand: a run that reads one profile does not need it.
      get lines() {
        return lines ??= splitLines(text);
      },
    };
  },
);

/** Parses a text that the AWS CLI reads. */
export function parseValid(text: string): CredentialsDocument {
  const document = parse(text);
  refuseInvalid(document);
  return document;
}

/** Throws for the first thing that makes the AWS CLI reject the file. */
export function refuseInvalid({ faults }: FileSections): void {
  const [fault] = faults;
  if (fault) throw conflict(problemOf(fault), "file_invalid");
}

/** Throws also for a tag without a partner: updsts then does not edit the file. */
export function refuseUneditable(document: FileSections): void {
  refuseInvalid(document);
  const [fault] = document.tagFaults;
  if (fault) throw conflict(problemOf(fault));
}

/** Makes an error of a problem in the file, with its line number. */
export function conflict(
  { line, message, hint }: Problem,
  code: ErrorCode = "file_conflict",
): UpdstsError {
  return new UpdstsError(code, `line ${line + 1}: ${message}`, hint);
}
