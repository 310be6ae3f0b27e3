import {
  type CommandName,
  formatHint,
  type Hint,
  type HintPart,
  type ParameterName,
} from "../errors.ts";

/**
 * The text of an error's hint, with the parameters of the library.
 *
 * @param hint The hint of an {@linkcode UpdstsError}.
 * @returns A step that solves the problem, in one line.
 */
export function hintText(hint: Hint): string {
  return formatHint(hint, formatPart);
}

function formatPart(part: HintPart): string {
  switch (part.kind) {
    case "parameter":
      return nameOf(part.name);
    case "with_parameter":
      return `as ${nameOf(part.name)}${
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

function nameOf(name: ParameterName): string {
  return name === "defaultCredentialsFile" ? "credentialsFile" : name;
}

const COMMANDS: Record<CommandName, string> = {
  list: "profileInfos()",
  clean: '"updsts clean" in a terminal',
  doctor_fix: '"updsts doctor --fix" in a terminal',
};
