import type { Hint } from "../../errors.ts";
import { type Advice, FINDING_TABLE } from "./finding_table.ts";

export type FindingFile = "credentials" | "config";

/** A problem of the credentials file, the config or the environment. */
export interface Finding {
  /** Its kind, a key of {@linkcode FINDING_TABLE}. */
  readonly code: FindingCode;
  /** `"error"` where a tool fails or misreads the file. */
  readonly severity: Advice["severity"];
  /** The file; `null` where it is the environment. */
  readonly file: FindingFile | null;
  /** The line of that file, counted from 1; `null` where there is none. */
  readonly line: number | null;
  /** The problem, in one line. Never contains a value. */
  readonly message: string;
  readonly why: string;
  readonly fix: Hint;
}

/** A fault, wherever it is. The table adds the severity, the consequence and the fix. */
export type FaultKind = {
  [C in FindingCode]:
    & {
      readonly code: C;
      readonly message: string;
      /** What the fix names. */
      readonly value?: Hint;
    }
    & (Table[C] extends Advice ? unknown : { readonly reason: keyof Table[C] });
}[FindingCode];

/** What a rule finds; the line counts from 0, and is `null` where it is not in a file. */
export type Fault = FaultKind & { readonly line: number | null };

/** A fault and the file that it is in, for a rule that reads both. */
export type LocatedFault = Fault & { readonly file: FindingFile };

export type FindingCode = keyof Table;

type Table = typeof FINDING_TABLE;

/** The finding of a fault, with the table's advice. */
export function toFinding(fault: Fault, file: FindingFile | null): Finding {
  const { code, line, message, value = "" } = fault;
  const entry: Advice | Readonly<Record<string, Advice>> = FINDING_TABLE[code];
  const { severity, why, fix } = "reason" in fault
    ? (entry as Readonly<Record<string, Advice>>)[fault.reason]!
    : entry as Advice;
  return {
    code,
    severity,
    file,
    line: line === null ? null : line + 1,
    message,
    why,
    fix: typeof fix === "function" ? fix(value) : fix,
  };
}
