import type { McpServerOptions } from "../operations/mcp_server_options.ts";
import { resolveAllowedPath } from "./allowed_path.ts";
import type { MfaPages } from "../page/mfa_pages.ts";
import type { RateLimit } from "./rate_limit.ts";

/** The options and the state that the tools share. */
export interface ToolContext extends McpServerOptions {
  readonly mfaPages: MfaPages;
  readonly stsCalls: RateLimit;
  readonly callsWithoutCode: RateLimit;
  /** The command that starts updsts of this installation in a terminal. */
  program(): Promise<readonly string[]>;
  now(): Date;
}

/** The path of the credentials file of a call. */
export async function credentialPath(
  { services, credentialFile }: ToolContext,
  credFile: string | undefined,
): Promise<string> {
  const opened = services.credentialPath(credentialFile);
  if (credFile === undefined) return opened;
  const given = services.expandHome(credFile) ?? credFile;
  return await resolveAllowedPath(given, opened, services.configPath());
}
