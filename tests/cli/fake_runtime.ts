import type { Mcp, Runtime } from "../../src/cli/runtime.ts";
import { run } from "../../src/cli/run.ts";
import type { ToolDescription } from "../../src/operations/mcp_server_options.ts";
import type { Services } from "../../src/operations/services.ts";
import { makeServices } from "../../src/make_services.ts";
import type { Terminal } from "../../src/platform/terminal.ts";

/** A runtime of strings, in which nothing can be reached by mistake. */
export interface FakeRuntime {
  env?: Record<string, string>;
  /** Variables that the permissions keep out of sight. */
  unseen?: string[];
  home?: string;
  isTerminal?: boolean;
  columns?: number;
  now?: Date;
  stdin?: string;
  terminal?: Terminal;
  services?: Services;
  /** The tools of the MCP server. */
  tools?: readonly ToolDescription[];
  /** Gets what is written to standard error. */
  onMessage?: (text: string) => void;
  /** How standard error loses what is written to it. */
  losesMessages?: "when written" | "by its device";
  signal?: AbortSignal;
  /** Serves MCP. */
  serve?: Mcp["serve"];
}

/** What a run in a fake runtime did. */
export interface FakeOutcome {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs a command line inside this process. */
export async function runIn(
  fake: FakeRuntime,
  ...args: string[]
): Promise<FakeOutcome> {
  const outcome = { status: -1, stdout: "", stderr: "" };
  const output = (name: "stdout" | "stderr") => ({
    isTerminal: fake.isTerminal ?? false,
    write: (text: string) => {
      outcome[name] += text;
      if (name === "stderr") fake.onMessage?.(text);
      return fake.losesMessages === undefined;
    },
  });
  const env = (name: string) => fake.env?.[name];
  const runtime: Runtime = {
    stdout: output("stdout"),
    stderr: output("stderr"),
    discardsMessages: () =>
      Promise.resolve(fake.losesMessages === "by its device"),
    columns: () => fake.columns ?? 80,
    env,
    canReadVariable: (name) => !fake.unseen?.includes(name),
    wantsColor: !fake.env?.["NO_COLOR"],
    now: () => fake.now ?? new Date(),
    readLine: () => Promise.resolve(fake.stdin ?? untouchable("stdin")),
    openTerminal: () => Promise.resolve(fake.terminal),
    signal: fake.signal ?? new AbortController().signal,
    makeServices: (log) =>
      fake.services ??
        (fake.home === undefined
          ? UNTOUCHABLE
          : makeServices({ env, home: () => fake.home, log })),
    mcp: {
      serve: fake.serve ?? (() => untouchable("the MCP server")),
      tools: () => Promise.resolve(fake.tools ?? untouchable("the MCP tools")),
      command: () => untouchable("the MCP server's command"),
    },
  };
  outcome.status = await run(args, runtime);
  return outcome;
}

function untouchable(what: string): never {
  throw new Error(`${what} was touched`);
}

const UNTOUCHABLE: Services = {
  credentialPath: () => untouchable("the credentials file's path"),
  expandHome: () => untouchable("the home directory"),
  configPath: () => untouchable("the config's path"),
  openStore: () => untouchable("the credentials file"),
  readConfig: () => untouchable("the config file"),
  inspectConfig: () => untouchable("the config file"),
  inspectConfigBytes: () => untouchable("the config file"),
  get settingChecks() {
    return untouchable("the checks of settings");
  },
  connect: () => untouchable("STS"),
  connectIdentity: () => untouchable("STS"),
};
