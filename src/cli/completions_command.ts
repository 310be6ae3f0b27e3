import { buildCommand, type Command } from "@stricli/core";
import type { CliContext } from "./common_flags.ts";

/** `updsts completions` as typed and explained; what it does is loaded when it is run. */
export const completionsCommand: Command<CliContext> = buildCommand<
  Record<never, never>,
  [shell: string | undefined],
  CliContext
>({
  docs: {
    brief: "Print what makes a shell complete commands, options and profiles",
    fullDescription: [
      "Prints a script for the shell. It asks updsts itself for what may be typed next, so",
      "that it is never out of date. Profiles are proposed whose names need no quotes.",
      "",
      '  bash, in ~/.bashrc: eval "$(updsts completions bash)"',
      '  zsh, in ~/.zshrc behind compinit: eval "$(updsts completions zsh)"',
      "  fish:",
      "    mkdir -p ~/.config/fish/completions",
      "    updsts completions fish > ~/.config/fish/completions/updsts.fish",
      "  PowerShell, in $PROFILE:",
      "    updsts completions powershell | Out-String | Invoke-Expression",
    ].join("\n"),
    customUsage: ["bash|zsh|fish|powershell"],
  },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [{
        brief: "The shell",
        placeholder: "SHELL",
        parse: String,
        optional: true,
        proposeCompletions: () => ["bash", "zsh", "fish", "powershell"],
      }],
    },
  },
  loader: async () => {
    const { completions } = await import("./completions.ts");
    return function (_flags, shell) {
      completions(this, shell);
    };
  },
});
