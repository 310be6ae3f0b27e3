import { dirname, resolve } from "node:path";
import { ENVIRONMENT, SYSTEM } from "./permissions.ts";

/**
 * The program and the arguments that start the MCP server of this
 * installation from anywhere: the executable, or Deno with the permissions
 * that the server needs and no other.
 *
 * @param given The credentials file of `-c`, if any.
 * @param usual Where the credentials file is without one.
 */
export async function serverCommand(
  given: string | undefined,
  usual: () => string,
): Promise<[string, ...string[]]> {
  const file = given === undefined ? [] : ["-c", resolve(given)];
  const args = ["mcp", "--mcp-server", ...file];
  if (Deno.build.standalone) return [Deno.execPath(), ...args];
  const folders = (await foldersOf(resolve(given ?? usual())))
    .map((folder) => folder.replaceAll(",", ",,")).join(",");
  return [
    Deno.execPath(),
    "run",
    "--no-prompt",
    `--allow-read=${folders}`,
    `--allow-write=${folders}`,
    // Port 0 lets it serve the page that asks for the code, and call nobody.
    "--allow-net=sts.amazonaws.com:443,127.0.0.1:0",
    `--allow-env=${ENVIRONMENT.join(",")}`,
    "--ignore-env",
    `--allow-sys=${SYSTEM.join(",")}`,
    new URL("../mod.ts", import.meta.url).href,
    ...args,
  ];
}

/** The file's folder, and that of the file that it links to. */
async function foldersOf(path: string): Promise<string[]> {
  const target = await Deno.realPath(path).catch(() => path);
  return [...new Set([dirname(path), dirname(target)])];
}
