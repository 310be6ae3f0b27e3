/** What the scripts share: their output and their failures. */

export function printLine(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${text}\n`));
}

/**
 * Prints the lines of a script's result, or its failure in one line.
 *
 * @param task The name of its task.
 */
export async function runScript(
  task: string,
  main: () => Promise<readonly string[]>,
): Promise<void> {
  try {
    for (const line of await main()) printLine(line);
  } catch (error) {
    printLine(`${task}: ${error instanceof Error ? error.message : error}`);
    Deno.exit(1);
  }
}

export async function runDeno(args: string[], cwd: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd,
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
