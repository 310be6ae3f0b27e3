import { describeTools } from "../../src/mcp/tool_descriptions.ts";
import { programName, type Target, TARGET_NAMES, TARGETS } from "../targets.ts";
import { zip } from "./archive.ts";
import { BUNDLE_ARGUMENTS, JAPANESE, USER_CONFIG } from "./mcpb_texts.ts";
import {
  checksum,
  type Checksums,
  DESCRIPTION,
  downloadUrl,
  HOMEPAGE,
  KEYWORDS,
  MCP_ARGUMENTS,
  MCP_NAME,
  mcpbName,
  REPOSITORY,
  VERSION,
} from "./names.ts";

/** Where the texts of other languages are in a bundle. */
const RESOURCES = "mcpb-resources/${locale}.json";
const ICON = "icon.png";
const ICON_FILE = new URL(ICON, import.meta.url);

/** Makes the bundle for MCP clients that install with a click. */
export async function mcpb(
  target: Target,
  executable: Uint8Array,
  level: number,
): Promise<Uint8Array> {
  const program = `server/${programName(target)}`;
  const manifest = JSON.stringify(mcpbManifest(target, program), null, 2);
  const japanese = JSON.stringify(JAPANESE, null, 2);
  return zip([
    { path: "manifest.json", content: manifest },
    { path: ICON, content: await Deno.readFile(ICON_FILE) },
    // The specification leaves to the client which of the two it looks for.
    { path: RESOURCES.replace("${locale}", "ja"), content: japanese },
    { path: RESOURCES.replace("${locale}", "ja-JP"), content: japanese },
    { path: program, content: executable, isProgram: true },
  ], level);
}

export function mcpbManifest(target: Target, program: string) {
  return {
    manifest_version: "0.3",
    name: "updsts",
    display_name: "updsts",
    version: VERSION,
    description: DESCRIPTION,
    author: { name: "The updsts authors" },
    homepage: HOMEPAGE,
    documentation: `${HOMEPAGE}/blob/v${VERSION}/docs/mcp.md`,
    support: `${HOMEPAGE}/issues`,
    repository: { type: "git", url: `${HOMEPAGE}.git` },
    icon: ICON,
    keywords: KEYWORDS,
    license: "MIT",
    localization: { resources: RESOURCES, default_locale: "en-US" },
    server: {
      type: "binary",
      entry_point: program,
      mcp_config: {
        command: `\${__dirname}/${program}`,
        args: [...MCP_ARGUMENTS, ...BUNDLE_ARGUMENTS],
      },
    },
    tools: describeTools()
      .map(({ name, title }) => ({ name, description: title })),
    // The server has the prompt's text, which depends on the argument.
    prompts_generated: true,
    user_config: USER_CONFIG,
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
    websiteUrl: HOMEPAGE,
    icons: [{
      src:
        `https://raw.githubusercontent.com/${REPOSITORY}/v${VERSION}/scripts/release/${ICON}`,
      mimeType: "image/png",
      sizes: ["512x512"],
    }],
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
