import { type ErrorCode, UpdstsError } from "../errors.ts";
import { keepRecent } from "../util/keep_recent.ts";
import type { CredentialsDocument, FileSections, Problem } from "./document.ts";
import { type Line, splitLines } from "./split_lines.ts";
import { parseSections, parseSectionsAnew } from "./parse_sections.ts";
import { problemOf } from "./syntax_problems.ts";

/**
 * Reads a credentials or config file the way botocore does, with every byte kept.
 * A line that botocore rejects becomes a problem, and parsing continues as in the
 * other SDKs.
 *
 * @param text The whole file, a byte order mark included.
 * @returns The document; joining its lines gives the text again.
 */
export const parse: (text: string) => CredentialsDocument = keepRecent((text) =>
  documentOf(parseSections(text))
);

/** The same, without keeping the document for the next call. */
export function parseAnew(text: string): CredentialsDocument {
  return documentOf(parseSectionsAnew(text));
}

function documentOf(file: FileSections): CredentialsDocument {
  let lines: Line[] | undefined;
  const problems: Problem[] = file.faults.map(problemOf);
  return {
    ...file,
    // Made on demand: a run that reads one profile does not need it.
    get lines() {
      return lines ??= splitLines(file.text);
    },
    problems,
    tagProblems: file.tagFaults.map(problemOf),
  };
}

/** Parses a text that the AWS CLI reads. */
export function parseValid(text: string): CredentialsDocument {
  const document = parse(text);
  refuseInvalid(document);
  return document;
}

/** Throws for the first thing that makes the AWS CLI reject the file. */
export function refuseInvalid({ problems }: CredentialsDocument): void {
  const [problem] = problems;
  if (problem) throw conflict(problem, "file_invalid");
}

/** Makes an error of a problem in the file, with its line number. */
export function conflict(
  { line, message, hint }: Problem,
  code: ErrorCode = "file_conflict",
): UpdstsError {
  return new UpdstsError(code, `line ${line + 1}: ${message}`, hint);
}
