import { showArn } from "../credentials/redact.ts";
import { UpdstsError } from "../errors.ts";
import { parseMfaCode } from "../operations/get_session.ts";
import { noTerminal, type Terminal } from "../platform/terminal.ts";
import type { CliSession } from "./context.ts";

const MAX_TRIES = 3;

/** Where the code of an MFA device comes from. */
export interface CodeReader extends Disposable {
  read(mfaDevice: string): Promise<string>;
}

/** The code that was given with `-t`; without one, the terminal to ask for it at. */
export async function openCodeReader(
  cli: CliSession,
  option: string | undefined,
): Promise<CodeReader> {
  const code = await givenCode(cli, option);
  if (code !== undefined) {
    return { read: () => Promise.resolve(code), [Symbol.dispose]() {} };
  }
  const terminal = await terminalOf(cli);
  return {
    read: (device) => askForCode(cli, terminal, device),
    [Symbol.dispose]: () => terminal[Symbol.dispose](),
  };
}

/** The code of the command line or of standard input; nothing if to be asked for. */
async function givenCode(
  { runtime }: CliSession,
  option: string | undefined,
): Promise<string | undefined> {
  if (option === undefined) return undefined;
  return parseMfaCode(option === "-" ? await runtime.readLine() : option);
}

async function terminalOf({ runtime }: CliSession): Promise<Terminal> {
  const terminal = await runtime.openTerminal();
  if (!terminal) throw noTerminal();
  return terminal;
}

async function askForCode(
  { runtime }: CliSession,
  terminal: Terminal,
  device: string,
): Promise<string> {
  const prompt = `updsts: code of ${showArn(device)}: `;
  for (let attempt = 1;; attempt++) {
    const line = await terminal.readHidden(prompt, runtime.signal);
    if (line === undefined) {
      throw new UpdstsError("usage", "no code was given");
    }
    try {
      return parseMfaCode(line);
    } catch (error) {
      if (attempt === MAX_TRIES) throw error;
      await terminal.write("updsts: that was not six digits\n");
    }
  }
}
