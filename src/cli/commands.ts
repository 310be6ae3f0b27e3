import {
  type Application,
  buildApplication,
  buildRouteMap,
  text_en,
} from "@stricli/core";
import type { UpdstsError } from "../errors.ts";
import type { CliContext } from "./common_flags.ts";
import { cleanCommand } from "./clean_command.ts";
import { doctorCommand } from "./doctor_command.ts";
import { getCommand } from "./get_command.ts";
import { listCommand } from "./list_command.ts";
import { mcpCommand } from "./mcp_command.ts";
import { badArguments, unforeseen, unknownCommand } from "./usage_errors.ts";

/** The command table. A command line that it can't take goes to `refuse`. */
export function makeApplication(
  refuse: (error: UpdstsError) => void,
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
      },
      docs: {
        brief: "Keep AWS STS sessions fresh in the AWS credentials file",
        fullDescription: [
          "Keeps AWS STS sessions fresh in the AWS credentials file.",
          "",
          '"updsts COMMAND --help" explains a command, "updsts --version" says which updsts this is.',
        ].join("\n"),
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
            refused(badArguments(error)),
          exceptionWhileRunningCommand: (error) => refused(unforeseen(error)),
          exceptionWhileLoadingCommandFunction: (error) =>
            refused(unforeseen(error)),
        },
      },
    },
  );
}
