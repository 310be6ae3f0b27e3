import { SCRIPTS } from "../../src/cli/commands/completions.ts";
import { findCommand, shownCommands } from "../../src/cli/command_table.ts";
import { explainedCommands, manPage } from "../../src/cli/man_page.ts";

const ROOT = new URL("../../", import.meta.url);

export interface Documents {
  readonly readme: string;
  readonly license: string;
  readonly manPage: string;
  /** The completion scripts by the file names that shells look for. */
  readonly completions: {
    readonly "updsts.bash": string;
    readonly "_updsts": string;
    readonly "updsts.fish": string;
    readonly "updsts.ps1": string;
  };
}

/** Reads the texts that are installed beside the program. */
export async function readDocuments(): Promise<Documents> {
  const script = (shell: string) => {
    const text = SCRIPTS.get(shell);
    if (text === undefined) throw new Error(`no completions for ${shell}`);
    return text;
  };
  const commands = await explainedCommands({ shownCommands, findCommand });
  return {
    readme: await Deno.readTextFile(new URL("README.md", ROOT)),
    license: await Deno.readTextFile(new URL("LICENSE", ROOT)),
    manPage: manPage(commands),
    completions: {
      "updsts.bash": script("bash"),
      "_updsts": script("zsh"),
      "updsts.fish": script("fish"),
      "updsts.ps1": script("powershell"),
    },
  };
}
