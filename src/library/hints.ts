import {
  type CommandName,
  formatHint,
  type Hint,
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
  const nameOf = (parameter: ParameterName) => {
    const name = parameter === "defaultCredentialsFile"
      ? "credentialsFile"
      : parameter;
    return names[name] ?? name;
  };
  return sanitize(formatHint(hint, {
    parameter: ({ name }) => nameOf(name),
    with_parameter: ({ name, value }) =>
      `as ${nameOf(name)}${value === undefined ? "" : ` "${value}"`}`,
    command: ({ name }) => COMMANDS[name],
    get: () => "getSession()",
    permission: ({ flags }) =>
      flags === undefined
        ? "start the program again"
        : `give the program ${flags}`,
  }));
}

const COMMANDS: Record<CommandName, string> = {
  list: "profileInfos()",
  clean: '"updsts clean" in a terminal',
  doctor_fix: '"updsts doctor --fix" in a terminal',
};
