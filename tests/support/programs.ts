/** Programs that some tests need and that may not be installed. */

/**
 * A test that is ignored, and says in its name why, where a program is missing.
 *
 * @param program The program's name, or what else the test needs.
 * @param test The test.
 * @param isHere Whether it is here; by default whether the program can be started.
 */
export function ignoreWithout(
  program: string,
  test: Deno.TestDefinition,
  isHere: boolean = isInstalled(program),
): Deno.TestDefinition {
  if (isHere || test.ignore) return test;
  return {
    ...test,
    name: `${test.name} (ignored without ${program})`,
    ignore: true,
  };
}

/**
 * A test that is ignored on Windows, and says in its name why.
 *
 * @param missing What Windows does not have, or what a test needs rights for there.
 * @param test The test.
 */
export function ignoreOnWindows(
  missing: string,
  test: Deno.TestDefinition,
): Deno.TestDefinition {
  const isHere = Deno.build.os !== "windows";
  return ignoreWithout(`${missing}: Windows`, test, isHere);
}

/** Git for Windows has them too, and they read paths in ways of their own. */
const UNIX_PROGRAMS = new Set(["bash", "mkfifo", "sh"]);

/** Is there a program of this name? What it answers does not matter. */
export function isInstalled(program: string): boolean {
  if (Deno.build.os === "windows" && UNIX_PROGRAMS.has(program)) return false;
  return exitStatus(program, "--version") !== undefined;
}

/** Does a program end with success, with these arguments? */
export function canRun(program: string, ...args: string[]): boolean {
  return exitStatus(program, ...args) === 0;
}

/** Nothing where there is no such program. */
function exitStatus(program: string, ...args: string[]): number | undefined {
  try {
    return new Deno.Command(program, {
      args,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).outputSync().code;
  } catch {
    return undefined;
  }
}
