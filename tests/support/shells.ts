import process from "node:process";
import { canRun } from "./programs.ts";

/** The shells that tests run scripts in, without anybody's start-up files. */
const SHELLS: Record<string, string[]> = {
  sh: ["sh"],
  bash: ["bash", "--norc", "--noprofile"],
  zsh: ["zsh", "-f"],
  fish: ["fish", "--no-config"],
};

/** A shell that is here. */
export interface Shell {
  name: string;
  /** Runs a script and gives what it prints, on either stream. */
  run(script: string, env?: Record<string, string>): Promise<string>;
}

/** Those of the shells that are here; what is missing is said. */
export function shellsHere(...names: (keyof typeof SHELLS)[]): Shell[] {
  return names.filter(isHere).map((name) => ({
    name,
    async run(script, env = {}) {
      const [command, ...args] = SHELLS[name]!;
      const { stdout, stderr } = await new Deno.Command(command!, {
        args: [...args, "-c", script],
        clearEnv: true,
        env: { PATH: process.env.PATH ?? "", ...env },
      }).output();
      const decoder = new TextDecoder();
      return decoder.decode(stdout) + decoder.decode(stderr);
    },
  }));
}

/** Those of Windows read its paths in ways of their own. */
function isHere(name: string): boolean {
  const here = Deno.build.os !== "windows" && canRun(name, "-c", "exit 0");
  if (!here) process.stderr.write(`skipped without ${name}: its tests\n`);
  return here;
}
