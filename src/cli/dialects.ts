/** How a shell is told to set and to forget an environment variable. */
export interface Dialect {
  /** Quoted so that no value can break out. */
  set(name: string, value: string): string;
  unset(name: string): string;
}

/**
 * The shells that `export` writes for. Nothing is special between their single
 * quotes but what is replaced here; `;` ends each command for a fish that
 * joins the lines before it evaluates them.
 */
export const dialects: Readonly<
  Record<"sh" | "fish" | "powershell", Dialect>
> = {
  sh: {
    set: (name, value) => `export ${name}='${value.replaceAll("'", "'\\''")}'`,
    unset: (name) => `unset ${name}`,
  },
  fish: {
    set: (name, value) =>
      `set -gx ${name} '${value.replace(/[\\']/g, "\\$&")}';`,
    // What is not set can't be unset there, and would leave a status of failure.
    unset: (name) => `set -e ${name}; or true;`,
  },
  powershell: {
    // PowerShell takes these four for single quotes as well.
    set: (name, value) =>
      `$env:${name} = '${value.replace(/['\u2018-\u201b]/g, "$&$&")}'`,
    unset: (name) => `$env:${name} = $null`,
  },
};
