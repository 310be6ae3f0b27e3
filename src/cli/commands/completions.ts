import { UpdstsError } from "../../errors.ts";
import type { CommandContext, CommandSpec } from "../command_types.ts";
import type { Flags } from "../command_line_types.ts";
import { choose, unknownWord } from "../usage_errors.ts";

/**
 * Scripts with which a shell gets proposals from `updsts complete`. No shell
 * evaluates its output. Without proposals the shell completes file names.
 */
export const SCRIPTS: ReadonlyMap<string, string> = new Map([
  [
    "bash",
    `# updsts completions for bash
_updsts() {
  local line=\${COMP_LINE:0:COMP_POINT} text
  local word=\${line##*[[:space:]]}
  # Bash replaces only the text after the last "=" or ":" of the word.
  local before=\${word%"$2"}
  COMPREPLY=()
  while IFS=$'\\t' read -r text _; do
    COMPREPLY+=("\${text#"$before"}")
  done < <(updsts complete --line="$line" 2>/dev/null)
}
complete -o default -F _updsts updsts
`,
  ],
  [
    "zsh",
    `#compdef updsts
# updsts completions for zsh
_updsts() {
  local -a texts shown
  local text brief
  while IFS=$'\\t' read -r text brief; do
    texts+=("$text")
    shown+=("$text  -- $brief")
  done < <(updsts complete --line="\${words[1,CURRENT-1]} $PREFIX" 2>/dev/null)
  if (( $#texts )); then
    compadd -l -d shown -a texts
  else
    _files
  fi
}
if [[ $funcstack[1] == _updsts ]]; then
  _updsts "$@"
else
  compdef _updsts updsts
fi
`,
  ],
  [
    "fish",
    `# updsts completions for fish
function __updsts_proposals
    set -l line (commandline --current-process --cut-at-cursor | string collect)
    updsts complete --line="$line" 2>/dev/null
end
complete --command updsts --no-files --keep-order --arguments '(__updsts_proposals)'
complete --command updsts --force-files --condition 'not count (__updsts_proposals) >/dev/null'
`,
  ],
  [
    "powershell",
    `# updsts completions for PowerShell
Register-ArgumentCompleter -Native -CommandName updsts -ScriptBlock {
    param($word, $command, $cursor)
    $length = $cursor - $command.Extent.StartOffset
    $line = $command.ToString().PadRight($length).Substring(0, $length)
    updsts complete "--line=$line" 2>$null | ForEach-Object {
        $text, $brief = $_ -split [char]9, 2
        [System.Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $brief)
    }
}
`,
  ],
]);

const SHELLS = [...SCRIPTS.keys()];

export const spec: CommandSpec<"completions"> = {
  usage: [SHELLS.join("|")],
  description: [
    "Prints a completion script for the shell. The script runs updsts for each " +
    "completion, so it always matches the installed version. Profile names that " +
    "need quotes are not completed.",
    "",
    '  bash, in ~/.bashrc: eval "$(updsts completions bash)"',
    '  zsh, in ~/.zshrc after compinit: eval "$(updsts completions zsh)"',
    "  fish:",
    "    mkdir -p ~/.config/fish/completions",
    "    updsts completions fish > ~/.config/fish/completions/updsts.fish",
    "  PowerShell, in $PROFILE:",
    "    updsts completions powershell | Out-String | Invoke-Expression",
  ],
  operands: [{ name: "SHELL", brief: "The shell", choices: SHELLS }],
  options: {},
};

export function run(
  { runtime }: CommandContext,
  _flags: Flags<"completions">,
  [shell]: readonly string[],
): void {
  if (shell === undefined) {
    throw new UpdstsError("usage", "the shell is missing", choose(SHELLS));
  }
  const script = SCRIPTS.get(shell);
  if (script === undefined) throw unknownWord("shell", shell, SHELLS);
  runtime.stdout.write(script);
}
