import { describeTools } from "../../src/mcp/tool_descriptions.ts";
import { programName, type Target, TARGET_NAMES, TARGETS } from "../targets.ts";
import { zip } from "./archive.ts";
import {
  checksum,
  type Checksums,
  DESCRIPTION,
  downloadUrl,
  HOMEPAGE,
  MCP_ARGUMENTS,
  MCP_NAME,
  mcpbName,
  VERSION,
} from "./names.ts";

/** Makes the bundle for MCP clients that install with a click. */
export function mcpb(
  target: Target,
  executable: Uint8Array,
  level: number,
): Uint8Array {
  const program = `server/${programName(target)}`;
  const manifest = JSON.stringify(mcpbManifest(target, program), null, 2);
  return zip([
    { path: "manifest.json", content: manifest },
    { path: program, content: executable, isProgram: true },
  ], level);
}

function mcpbManifest(target: Target, program: string) {
  return {
    manifest_version: "0.3",
    name: "updsts",
    display_name: "updsts",
    version: VERSION,
    description: DESCRIPTION,
    author: { name: "The updsts authors" },
    homepage: HOMEPAGE,
    license: "MIT",
    server: {
      type: "binary",
      entry_point: program,
      mcp_config: {
        command: `\${__dirname}/${program}`,
        args: MCP_ARGUMENTS,
      },
    },
    tools: describeTools()
      .map(({ name, title }) => ({ name, description: title })),
    compatibility: { platforms: [TARGETS[target].os] },
  };
}

/** The entry in the MCP registry: the npm package and the bundles. */
export function serverJson(checksums: Checksums): string {
  const transport = { type: "stdio" };
  const [command, flag] = MCP_ARGUMENTS;
  const server = {
    $schema:
      "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
    name: MCP_NAME,
    title: "updsts",
    description: DESCRIPTION,
    repository: { url: HOMEPAGE, source: "github" },
    version: VERSION,
    packages: [
      {
        registryType: "npm",
        registryBaseUrl: "https://registry.npmjs.org",
        identifier: "updsts",
        version: VERSION,
        runtimeHint: "npx",
        transport,
        packageArguments: [
          { type: "positional", value: command },
          { type: "named", name: flag },
        ],
      },
      ...TARGET_NAMES.map((target) => ({
        registryType: "mcpb",
        identifier: downloadUrl(mcpbName(target)),
        fileSha256: checksum(checksums, mcpbName(target)),
        transport,
      })),
    ],
  };
  return `${JSON.stringify(server, null, 2)}\n`;
}
