/**
 * What makes a shell ask `updsts complete` for what may be typed next. Nothing
 * that it answers is evaluated. Where it answers nothing, files are proposed.
 */
export const completionScripts: ReadonlyMap<string, string> = new Map([
  [
    "bash",
    `# updsts completions for bash
_updsts() {
  local line=\${COMP_LINE:0:COMP_POINT} text
  local word=\${line##*[[:space:]]}
  # Bash replaces only what is behind the last "=" or ":" of the word.
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
