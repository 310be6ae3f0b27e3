import { UpdstsError } from "../../errors.ts";
import { checkProfileName } from "../../operations/check_request.ts";
import { checkScope } from "../../operations/role_scope.ts";
import type { ToolDescription } from "../../operations/mcp_server_options.ts";
import { sanitize, sanitizeJson } from "../../util/sanitize.ts";
import { MCP_CLIENTS } from "../mcp_clients.ts";
import type { CommandContext, CommandSpec } from "../command_types.ts";
import { layOut, widthOf } from "../help.ts";
import type { Flags } from "../command_line_types.ts";
import { unknownWord } from "../usage_errors.ts";

const CLIENTS = [...MCP_CLIENTS.keys()];

export const spec: CommandSpec<"mcp"> = {
  usage: [
    "[--json]",
    "--mcp-server [-c FILE] [-v LEVEL] [-n NAME]… [--role-policy-arn ARN]… [--allow-form-elicitation] [--no-page] [--ignore-empty]",
    "config CLIENT [-c FILE] [-n NAME]… [--role-policy-arn ARN]… [--allow-form-elicitation] [--no-page] [--json]",
  ],
  description: [
    "Without an option it lists the tools that the MCP server offers to AI " +
    "agents. With --mcp-server it serves them on standard input and output. With " +
    "config CLIENT it prints the command or the configuration to set up an MCP " +
    "client.",
  ],
  operands: [
    {
      name: "config",
      brief: "Print the setup for a client",
      choices: ["config"],
    },
    {
      name: "CLIENT",
      brief: `The MCP client (one of ${CLIENTS.join(", ")})`,
      choices: CLIENTS,
    },
  ],
  options: {
    mcpServer: { brief: "Serve MCP on standard input and output" },
    profiles: {
      brief: "A profile that agents may name; repeat it for several",
      default: "every profile",
    },
    rolePolicyArn: {
      brief:
        "A policy that limits every session that an agent gets; each session then needs a role; repeat it for several",
    },
    allowFormElicitation: {
      brief:
        "Let the client ask for the MFA code in its own form; the client then sees the MFA code",
    },
    noPage: { brief: "Do not serve a page that asks for the MFA code" },
    ignoreEmpty: {
      brief:
        "Ignore an empty --profile or --role-policy-arn: some clients pass empty settings",
    },
  },
};

export async function run(
  context: CommandContext,
  flags: Flags<"mcp">,
  operands: readonly string[],
): Promise<void> {
  const { runtime, services, log } = context;
  const profiles = withoutEmpty(flags.profiles, flags);
  const policyArns = withoutEmpty(flags.rolePolicyArn, flags);
  const scope = await checkScope({ policyArns });
  profiles?.forEach(checkProfileName);
  if (operands.length > 0) return await config(context, flags, operands);
  if (flags.mcpServer) {
    return await runtime.mcp.serve({
      services,
      log,
      credentialFile: flags.credentialFile,
      allowFormElicitation: flags.allowFormElicitation ?? false,
      allowPage: !flags.noPage,
      scope,
      allowedProfiles: profiles,
      signal: runtime.signal,
    });
  }
  const tools = await runtime.mcp.tools();
  const columns = widthOf(runtime.stdout, runtime);
  runtime.stdout.write(
    flags.json
      ? `${sanitizeJson(tools, 2)}\n`
      : tools.map((tool) => layOut(toolLines(tool), columns)).join("\n"),
  );
}

/**
 * The values of an option; nothing where there are none. Without
 * `--ignore-empty` an empty one is kept, and so refused: `-n "$NAME"` with an
 * unset variable must not allow every profile.
 */
function withoutEmpty(
  values: readonly string[] | undefined,
  { ignoreEmpty }: Flags<"mcp">,
): readonly string[] | undefined {
  if (!ignoreEmpty) return values;
  const kept = values?.filter((value) => value !== "");
  return kept?.length ? kept : undefined;
}

/** A parameter that is not required may be `null` too. */
interface ParameterSchema {
  readonly type?: string;
  readonly anyOf?: readonly { readonly type: string }[];
  readonly description: string;
}

function toolLines(
  { name, title, description, inputSchema }: ToolDescription,
): string[] {
  const { properties, required } = inputSchema as {
    properties: Record<string, ParameterSchema>;
    required?: string[];
  };
  return [
    `${name}: ${title}`,
    ...description.split("\n").map((line) => `    ${line}`),
    ...Object.entries(properties).map(([name, schema]) =>
      `  - ${name} (${schema.type ?? schema.anyOf?.[0]?.type}${
        required?.includes(name) ? ", required" : ""
      }): ${schema.description}`
    ),
  ];
}

/** `updsts mcp config CLIENT` */
async function config(
  { runtime, log }: CommandContext,
  flags: Flags<"mcp">,
  [first = "", client = ""]: readonly string[],
): Promise<void> {
  const hint = `run "updsts mcp config CLIENT" to set up a client: ${
    CLIENTS.join(", ")
  }`;
  if (first !== "config") {
    throw unknownWord("argument", first, ["config"], hint);
  }
  if (flags.mcpServer) {
    const message = "--mcp-server and config cannot be combined";
    throw new UpdstsError("usage", message, hint);
  }
  if (client === "") {
    throw new UpdstsError("usage", "the client is missing", hint);
  }
  const makeSetup = MCP_CLIENTS.get(client);
  if (!makeSetup) throw unknownWord("client", client, CLIENTS, hint);
  const { unsafe, ...start } = await runtime.mcp.command(flags.credentialFile);
  const server = {
    ...start,
    args: [
      ...start.args,
      // As one word: a name may begin with a hyphen.
      ...withoutEmpty(flags.profiles, flags)
        ?.map((name) => `--profile=${name}`) ?? [],
      ...withoutEmpty(flags.rolePolicyArn, flags)
        ?.map((arn) => `--role-policy-arn=${arn}`) ?? [],
      ...flags.allowFormElicitation ? ["--allow-form-elicitation"] : [],
      ...flags.noPage ? ["--no-page"] : [],
    ],
  };
  if (unsafe.length > 0) {
    log.warn(
      `the setup has no ${unsafe.join(" and no ")}, because it ` +
        "may contain a password or unprintable characters: set it where you start the client",
    );
  }
  if (flags.json) {
    runtime.stdout.write(`${sanitizeJson(server)}\n`);
    return;
  }
  const { text, todo } = makeSetup(server);
  runtime.stderr.write(`updsts: ${sanitize(todo)}\n`);
  runtime.stdout.write(`${text}\n`);
}
