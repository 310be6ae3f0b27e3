import { fileURLToPath } from "node:url";
import { canRun, ignoreWithout } from "./programs.ts";
import { denoOfUsers, executable } from "./updsts.ts";

type TerminalStep =
  & { wait: string }
  & ({ type: string } | { signal: Deno.Signal } | { close: true });

/** The steps at a terminal. */
export interface TerminalPlan {
  argv: string[];
  env: Record<string, string>;
  cwd: string;
  /** Wait for the text, then type, send a signal or close the terminal. */
  steps: TerminalStep[];
  /** Standard input: the terminal, nothing, or the terminal opened for reading. */
  stdin: "terminal" | "empty" | "read-only";
  /** When to give up; a minute, if it is not given. */
  seconds?: number;
  /** Its width; without it the terminal reports none. */
  columns?: number;
}

/** What the terminal showed, how the program ended, and whether typing shows. */
export interface TerminalOutcome {
  output: string;
  status: number;
  echo: boolean;
}

const SCRIPT = fileURLToPath(new URL("at_terminal.py", import.meta.url));

/** Is there a Python to make terminals with? */
export const hasTerminals: boolean = canRun("python3", "-c", "import pty");

/** A test at a terminal: ignored, with the reason in its name, without Python. */
export function terminalTest(test: Deno.TestDefinition): void {
  Deno.test(ignoreWithout("python3", test, hasTerminals));
}

/** The version information of the Deno that runs updsts. */
export const denoVersion: string = new TextDecoder().decode(
  new Deno.Command(denoOfUsers(), { args: ["--version"] }).outputSync().stdout,
);

/** Deno 2.6 writes to no terminal but standard output and error. */
export const writesToInput: boolean = executable !== undefined ||
  !/^deno 2\.6\./.test(denoVersion);

/** The path of the Python that is here, past what picks its version. */
export function python(): string {
  const { stdout } = new Deno.Command("python3", {
    args: ["-c", "import sys; print(sys.executable, end='')"],
  }).outputSync();
  return new TextDecoder().decode(stdout);
}

/** Runs a program at a terminal of its own. */
export async function atTerminal(plan: TerminalPlan): Promise<TerminalOutcome> {
  const child = new Deno.Command("python3", {
    args: [SCRIPT],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify(plan)));
  await writer.close();
  const { stdout } = await child.output();
  return JSON.parse(new TextDecoder().decode(stdout));
}
