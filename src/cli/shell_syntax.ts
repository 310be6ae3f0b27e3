/** How a shell is told to set and to forget an environment variable. */
export interface ShellSyntax {
  /** Quoted so that no value can break out. */
  set(name: string, value: string): string;
  unset(name: string): string;
}

/**
 * The shells that `export` writes for. Nothing is special between their single
 * quotes but what is replaced here; `;` ends each command for a fish that
 * joins the lines before it evaluates them.
 */
export const shellSyntaxes: Readonly<
  Record<"sh" | "fish" | "powershell", ShellSyntax>
> = {
  sh: {
    set: (name, value) => `export ${name}='${value.replaceAll("'", "'\\''")}'`,
    unset: (name) => `unset ${name}`,
  },
  fish: {
    set: (name, value) =>
      `set -gx ${name} '${value.replace(/[\\']/g, "\\$&")}';`,
    // Erasing a variable that is not set is a failure in fish.
    unset: (name) => `set -e ${name}; or true;`,
  },
  powershell: {
    // PowerShell reads these four as single quotes, too.
    set: (name, value) =>
      `$env:${name} = '${value.replace(/['\u2018-\u201b]/g, "$&$&")}'`,
    unset: (name) => `$env:${name} = $null`,
  },
};
