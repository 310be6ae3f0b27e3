import type { Log } from "../util/log.ts";
import type { RoleScope } from "./role_scope.ts";
import type { Services } from "./services.ts";

export interface McpServerOptions {
  readonly services: Services;
  readonly log: Log;
  /** The credentials file of `-c`, if any. */
  readonly credentialFile: string | undefined;
  /** Whether a form of the client may ask for the MFA code. */
  readonly allowFormElicitation: boolean;
  /** Whether updsts may serve a page that asks for the MFA code. */
  readonly allowPage: boolean;
  /** The scope of every session of an agent; each then needs a role. */
  readonly scope?: RoleScope | undefined;
  /** The only profiles that an agent may name, if they are limited. */
  readonly allowedProfiles?: readonly string[] | undefined;
  readonly signal: AbortSignal;
}

/** A tool of the MCP server, as `updsts mcp` shows it. */
export interface ToolDescription {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: Record<string, unknown>;
}
