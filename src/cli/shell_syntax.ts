/** How a shell sets and unsets an environment variable. */
export interface ShellSyntax {
  /** Quoted so that a value cannot end its quotes. */
  set(name: string, value: string): string;
  /** Missing where the syntax can only set. */
  unset?(name: string): string;
  /** The values that it can quote; every value where it is missing. */
  readonly quotable?: RegExp;
}

/** The characters of AWS's keys, times and regions: special in no syntax. */
const PLAIN = /^[\w+/=.:@,-]*$/;

/**
 * The shells that keys are written for. Nothing is special between their single
 * quotes but what is replaced here; `;` ends each command for a fish that
 * joins the lines before it evaluates them.
 */
export const shellSyntaxes = {
  sh: {
    set: (name, value) => `export ${name}='${value.replaceAll("'", "'\\''")}'`,
    unset: (name) => `unset ${name}`,
  },
  // Docker reads quotes as a part of the value, and systemd removes backslashes.
  file: {
    set: (name, value) => `${name}=${value}`,
    quotable: PLAIN,
  },
  fish: {
    set: (name, value) =>
      `set -gx ${name} '${value.replace(/[\\']/g, "\\$&")}';`,
    // Unsetting a variable that is not set would leave a status of failure.
    unset: (name) => `set -e ${name}; or true;`,
  },
  powershell: {
    // PowerShell reads these four as single quotes, too.
    set: (name, value) =>
      `$env:${name} = '${value.replace(/['\u2018-\u201b]/g, "$&$&")}'`,
    unset: (name) => `$env:${name} = $null`,
  },
  // How "%" and "!" are escaped depends on where the command is run.
  cmd: {
    set: (name, value) => `set "${name}=${value}"`,
    unset: (name) => `set "${name}="`,
    quotable: PLAIN,
  },
} satisfies Record<string, ShellSyntax>;
