import {
  type CommandName,
  formatHint,
  type Hint,
  type HintPart,
  type ParameterName,
} from "../errors.ts";
import { sanitize } from "../util/sanitize.ts";

/** The names of parameters, where a function has others than `getSession`. */
export type ParameterNames = Partial<Record<ParameterName, string>>;

/**
 * Formats a hint with the parameters of the library, in one line without
 * characters that a terminal would interpret.
 */
export function hintText(hint: Hint, names: ParameterNames = {}): string {
  return sanitize(formatHint(hint, (part) => formatPart(part, names)));
}

function formatPart(part: HintPart, names: ParameterNames): string {
  switch (part.kind) {
    case "parameter":
      return nameOf(part.name, names);
    case "with_parameter":
      return `as ${nameOf(part.name, names)}${
        part.value === undefined ? "" : ` "${part.value}"`
      }`;
    case "command":
      return COMMANDS[part.name];
    case "get":
      return "getSession()";
    case "permission":
      return part.flags === undefined
        ? "start the program again"
        : `give the program ${part.flags}`;
  }
}

function nameOf(parameter: ParameterName, names: ParameterNames): string {
  const name = parameter === "defaultCredentialsFile"
    ? "credentialsFile"
    : parameter;
  return names[name] ?? name;
}

const COMMANDS: Record<CommandName, string> = {
  list: "profileInfos()",
  clean: '"updsts clean" in a terminal',
  doctor_fix: '"updsts doctor --fix" in a terminal',
};
