import {
  type Application,
  buildApplication,
  buildRouteMap,
  text_en,
} from "@stricli/core";
import type { UpdstsError } from "../errors.ts";
import type { CliContext } from "./common_flags.ts";
import { cleanCommand } from "./clean_command.ts";
import { completeCommand } from "./complete_command.ts";
import { completionsCommand } from "./completions_command.ts";
import { doctorCommand } from "./doctor_command.ts";
import { exportCommand } from "./export_command.ts";
import { getCommand } from "./get_command.ts";
import { listCommand } from "./list_command.ts";
import { manCommand } from "./man_command.ts";
import { mcpCommand } from "./mcp_command.ts";
import { unexpectedError } from "./unexpected_error.ts";
import { badArguments, unknownCommand } from "./usage_errors.ts";
import { whoamiCommand } from "./whoami_command.ts";

/**
 * The command table.
 *
 * @param refuse Is told of a command line that the table can't take.
 * @param command The command that was typed, for the hints.
 */
export function makeApplication(
  refuse: (error: UpdstsError) => void,
  command = "COMMAND",
): Application<CliContext> {
  const refused = (error: UpdstsError) => {
    refuse(error);
    return "";
  };
  return buildApplication(
    buildRouteMap({
      routes: {
        get: getCommand,
        list: listCommand,
        clean: cleanCommand,
        doctor: doctorCommand,
        mcp: mcpCommand,
        whoami: whoamiCommand,
        export: exportCommand,
        completions: completionsCommand,
        man: manCommand,
        complete: completeCommand,
      },
      docs: {
        brief: "Keep AWS STS sessions fresh in the AWS credentials file",
        fullDescription: [
          "Keeps AWS STS sessions fresh in the AWS credentials file.",
          "",
          '"updsts help COMMAND" explains a command, "updsts version" says which updsts this is.',
        ].join("\n"),
        hideRoute: { complete: true },
      },
    }),
    {
      name: "updsts",
      scanner: { caseStyle: "allow-kebab-for-camel" },
      documentation: {
        caseStyle: "convert-camel-to-kebab",
        useAliasInUsageLine: true,
        onlyRequiredInUsageLine: true,
        disableAnsiColor: true,
      },
      localization: {
        text: {
          ...text_en,
          noCommandRegisteredForInput: ({ input, corrections }) =>
            refused(unknownCommand(input, corrections)),
          exceptionWhileParsingArguments: (error) =>
            refused(badArguments(error, command)),
          exceptionWhileRunningCommand: (error) =>
            refused(unexpectedError(error)),
          exceptionWhileLoadingCommandFunction: (error) =>
            refused(unexpectedError(error)),
        },
      },
    },
  );
}
