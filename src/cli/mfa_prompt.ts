import { showMfaDevice } from "../credentials/mask_values.ts";
import { UpdstsError } from "../errors.ts";
import type { CredentialStore } from "../operations/credential_store.ts";
import type {
  MfaCodeRejected,
  SessionParameters,
} from "../operations/sts_request.ts";
import { parseMfaCode } from "../operations/mfa_code.ts";
import { PromptNotShown } from "../platform/hidden_prompt.ts";
import { noTerminal, type Terminal } from "../platform/terminal.ts";
import { sanitize } from "../util/sanitize.ts";
import type { CommandContext } from "./command_types.ts";

const MAX_TRIES = 3;
const WAITING =
  "\nupdsts: another updsts is prompting at this terminal; waiting for it\n" +
  'updsts: if it was stopped with Ctrl-Z, run "fg"\n';

/** How to get the MFA code. */
interface CodeOptions {
  /** The value of `-t`. */
  readonly option: string | undefined;
  /** The command to run in a terminal where there is none. */
  readonly command: string;
  /** The credentials file, beside which the locks of terminals are. */
  readonly openStore: () => Pick<CredentialStore, "lockTerminal">;
}

/** The MFA code that was given with `-t`; without one, prompts at the terminal. */
export class CodeReader {
  readonly #context: CommandContext;
  readonly #options: CodeOptions;
  /** The MFA code, or the terminal to prompt at. */
  #source: Promise<string | Terminal> | undefined;
  #mfaDevice = "";
  #attempts = 0;
  #hasTurn = false;

  constructor(context: CommandContext, options: CodeOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** Reads a given MFA code, or opens the terminal. */
  open(): Promise<string | Terminal> {
    return this.#source ??= this.#open();
  }

  /** Reads the MFA code of a device. */
  async read(
    { mfaDevice }: Pick<SessionParameters, "mfaDevice">,
  ): Promise<string> {
    const source = await this.open();
    if (typeof source === "string") return source;
    this.#mfaDevice = mfaDevice;
    this.#attempts++;
    await this.#takeTurn(source);
    return await this.#prompt(source);
  }

  /**
   * Prints why STS rejected the MFA code, and prompts again at a terminal.
   *
   * @returns Nothing for a given MFA code, after the last attempt, and where no
   * other MFA code is typed: STS was asked, so that is no usage error.
   */
  async readAgain({ message }: MfaCodeRejected): Promise<string | undefined> {
    const source = await this.#source;
    if (source === undefined || typeof source === "string") return undefined;
    if (this.#attempts === MAX_TRIES) return undefined;
    await source.write(
      `updsts: ${sanitize(message)}\n` +
        "updsts: each MFA code works only once: wait for the next one\n",
    ).catch(() => {}); // The prompt reports the failure.
    try {
      return await this.read({ mfaDevice: this.#mfaDevice });
    } catch (error) {
      if (error instanceof UpdstsError && error.code === "usage") {
        return undefined;
      }
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const source = await this.#source?.catch(() => undefined);
    if (source !== undefined && typeof source !== "string") {
      source[Symbol.dispose]();
    }
  }

  async #open(): Promise<string | Terminal> {
    const { runtime } = this.#context;
    const { option, command } = this.#options;
    if (option !== undefined) {
      return parseMfaCode(option === "-" ? await runtime.readLine() : option);
    }
    const terminal = await runtime.openTerminal();
    if (!terminal) throw noTerminal(command);
    return terminal;
  }

  /**
   * Waits until no other updsts uses the terminal: two prompts would share its
   * keys and its mode.
   */
  async #takeTurn(terminal: Terminal): Promise<void> {
    const { name } = terminal;
    if (this.#hasTurn || name === undefined) return;
    this.#hasTurn = true;
    const { signal } = this.#context.runtime;
    try {
      await this.#options.openStore().lockTerminal(name, {
        signal,
        // The cursor is after the other prompt.
        onWait: () => void terminal.write(WAITING).catch(() => {}),
      });
    } catch {
      signal.throwIfAborted();
      // One prompt alone works without the lock.
      this.#context.log.info("the terminal cannot be locked for the prompt");
    }
  }

  async #prompt(terminal: Terminal): Promise<string> {
    const prompt = `MFA code for ${showMfaDevice(this.#mfaDevice)} (hidden): `;
    for (let attempt = 1;; attempt++) {
      const line = await this.#readHidden(terminal, prompt);
      if (line === undefined) {
        throw new UpdstsError("usage", "no MFA code was typed");
      }
      try {
        return parseMfaCode(line);
      } catch (error) {
        if (attempt === MAX_TRIES) throw error;
        await terminal.write("updsts: the MFA code is not six digits\n");
      }
    }
  }

  async #readHidden(
    terminal: Terminal,
    prompt: string,
  ): Promise<string | undefined> {
    try {
      return await terminal.readHidden(prompt, this.#context.runtime.signal);
    } catch (error) {
      if (!(error instanceof PromptNotShown)) throw error;
      throw noTerminal(this.#options.command);
    }
  }
}
