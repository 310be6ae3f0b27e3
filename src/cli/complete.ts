import { parse } from "../credentials/parse.ts";
import { Profiles } from "../credentials/profiles.ts";
import type { CliContext } from "./common_flags.ts";
import { propose } from "./proposals.ts";

/** The flags of `complete`. */
export interface CompleteFlags {
  readonly line: string;
}

/**
 * `updsts complete`: what the completion scripts ask. A line for each proposal:
 * the text, a tab, what it is for.
 */
export async function complete(
  context: CliContext,
  { line }: CompleteFlags,
): Promise<void> {
  const read = async (credentialFile: string | undefined) => {
    const { services } = context.begin({
      credentialFile,
      verbose: "0",
      json: undefined,
    });
    const path = services.credentialPath(credentialFile);
    return { services, document: await services.openStore(path).read(parse) };
  };
  const proposals = await propose(line, {
    commands: context.commands,
    async profileNames(credentialFile) {
      const { document } = await read(credentialFile);
      return plainWords(document.sections.keys());
    },
    async sourceNames(credentialFile) {
      const { services, document } = await read(credentialFile);
      const config = await services.inspectConfig() ?? parse("");
      return plainWords(new Profiles(document, config).sourceNames());
    },
  });
  const lines = proposals.map(({ text, brief }) => `${text}\t${brief}\n`);
  context.process.stdout.write(lines.join(""));
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
