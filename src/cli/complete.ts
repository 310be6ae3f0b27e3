import { parse } from "../credentials/parse.ts";
import { Profiles } from "../credentials/profiles.ts";
import type { Command, CommandEntry, CommandSpec } from "./command.ts";
import type { CliSession } from "./context.ts";
import type { Flags } from "./options.ts";
import { propose } from "./proposals.ts";

const spec: CommandSpec<"complete"> = {
  usage: ["--line LINE"],
  options: { line: { brief: "The command line up to the cursor" } },
};

/**
 * `updsts complete`, which the completion scripts run. It prints a line for each
 * proposal: the text, a tab, what it is for.
 *
 * @param shown The names and briefs of the commands to propose.
 * @param find The command of a name, if any.
 */
export function makeComplete(
  shown: readonly [name: string, brief: string][],
  find: (name: string) => CommandEntry | undefined,
): Command {
  const run = async (cli: CliSession, { line = "" }: Flags<"complete">) => {
    const proposals = await propose(line, {
      shown,
      find,
      async profileNames(credentialFile) {
        const { sections } = await read(cli, credentialFile);
        return plainWords(sections.keys());
      },
      async sourceNames(credentialFile) {
        const document = await read(cli, credentialFile);
        const config = await cli.services.inspectConfig() ?? parse("");
        return plainWords(new Profiles(document, config).sourceNames());
      },
    });
    const lines = proposals.map(({ text, brief }) => `${text}\t${brief}\n`);
    cli.runtime.stdout.write(lines.join(""));
  };
  return { spec, run };
}

async function read({ services }: CliSession, credentialFile?: string) {
  const path = services.credentialPath(credentialFile);
  return await services.openStore(path).read(parse);
}

/**
 * A shell may put what it is given on the command line as it is: only names in
 * which no shell sees anything but letters are proposed.
 */
function plainWords(names: Iterable<string>): string[] {
  return [...new Set(names)].filter((name) =>
    /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.@%/+:-]*$/u.test(name)
  );
}
