import { strToU8, type Zippable, zipSync } from "fflate";
import { hash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describeTools } from "../src/mcp/tools.ts";
import { VERSION } from "../src/version.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Unix, and the mode of a program: `attrs` has it in its upper half. */
const PROGRAM = { os: 3, attrs: 0o100755 << 16, mtime: new Date(1980, 0, 2) };
const TEXT = { ...PROGRAM, attrs: 0o100644 << 16 };

/**
 * Packs an executable as people expect it for its system, and as a bundle for
 * MCP clients that install with a click.
 *
 * @param dist The directory of the executable.
 * @param name The executable's name.
 * @param target The system that it is for.
 * @returns The names of the archives, in the same directory.
 */
export async function pack(
  dist: string,
  name: string,
  target: string,
): Promise<string[]> {
  const isWindows = target.includes("windows");
  const program = isWindows ? "updsts.exe" : "updsts";
  const stem = `updsts-${VERSION}-${target}`;
  const archive = isWindows ? `${stem}.zip` : `${stem}.tar.gz`;
  const bytes = await Deno.readFile(join(dist, name));
  if (isWindows) {
    await writeZip(join(dist, archive), {
      [program]: [bytes, PROGRAM],
      LICENSE: [await Deno.readFile(join(root, "LICENSE")), TEXT],
    });
  } else await writeTar(dist, name, archive);
  const bundle = `${stem}.mcpb`;
  await writeZip(join(dist, bundle), {
    "manifest.json": [strToU8(manifest(program, target)), TEXT],
    [`server/${program}`]: [bytes, PROGRAM],
  });
  return [archive, bundle];
}

/** The sums of files, as `sha256sum --check` reads them. */
export async function writeSums(
  dist: string,
  names: readonly string[],
): Promise<void> {
  const lines: string[] = [];
  for (const name of names) {
    const bytes = await Deno.readFile(join(dist, name));
    lines.push(`${hash("sha256", bytes)}  ${name}\n`);
  }
  await Deno.writeTextFile(join(dist, "SHA256SUMS"), lines.join(""));
}

async function writeZip(path: string, files: Zippable): Promise<void> {
  await Deno.writeFile(path, zipSync(files, { level: 6 }));
}

async function writeTar(
  dist: string,
  name: string,
  archive: string,
): Promise<void> {
  const directory = await Deno.makeTempDir({ dir: dist });
  try {
    await Deno.copyFile(join(dist, name), join(directory, "updsts"));
    await Deno.copyFile(join(root, "LICENSE"), join(directory, "LICENSE"));
    const { success, stderr } = await new Deno.Command("tar", {
      args: ["-czf", join(dist, archive), "-C", directory, "updsts", "LICENSE"],
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** What an MCP client is told of the bundle: MCPB's manifest, version 0.3. */
function manifest(program: string, target: string): string {
  const platform = target.includes("windows")
    ? "win32"
    : target.includes("darwin")
    ? "darwin"
    : "linux";
  return JSON.stringify(
    {
      manifest_version: "0.3",
      name: "updsts",
      display_name: "updsts",
      version: VERSION,
      description: "Keeps AWS STS sessions fresh in the AWS credentials file",
      author: { name: "The updsts authors" },
      license: "MIT",
      server: {
        type: "binary",
        entry_point: `server/${program}`,
        mcp_config: {
          command: `\${__dirname}/server/${program}`,
          args: ["mcp", "--mcp-server"],
        },
      },
      tools: describeTools()
        .map(({ name, title }) => ({ name, description: title })),
      compatibility: { platforms: [platform] },
    },
    null,
    2,
  );
}
