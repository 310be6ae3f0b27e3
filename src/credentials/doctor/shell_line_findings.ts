import type { CredentialsDocument } from "../document.ts";
import type { Fault } from "./finding.ts";

const COMMAND = /^\s*(?:export\s+|set\s+|setx\s+|\$env:)AWS_\w+/i;

/** Whether a line sets a variable of AWS tools, in the syntax of a shell. */
export function isShellLine(text: string): boolean {
  return COMMAND.test(text);
}

/** Lines that were meant for a shell; no AWS tool reads their keys. */
export function shellLineFindings({ lines }: CredentialsDocument): Fault[] {
  return lines.flatMap(({ text }, line): Fault[] =>
    isShellLine(text)
      ? [{
        code: "shell_line",
        line,
        message: "the line is a command of a shell, which sets a variable",
      }]
      : []
  );
}
