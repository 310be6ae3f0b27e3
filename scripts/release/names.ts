/** The names, versions and URLs that the files of a release share. */
import { MODULE, REPOSITORY } from "../../src/package_names.ts";
import { VERSION } from "../../src/version.ts";
import { type Target, TARGETS } from "../targets.ts";

export { REPOSITORY, VERSION };

export const OWNER: string = REPOSITORY.split("/")[0]!;

/** The page of the project. */
export const HOMEPAGE = `https://github.com/${REPOSITORY}`;

/** At most 80 characters, for Debian and Homebrew; no full stop. */
export const DESCRIPTION =
  "Get AWS STS sessions with an MFA code and write them to ~/.aws/credentials";

/** What people search for. */
export const KEYWORDS = ["aws", "sts", "mfa", "credentials", "mcp"] as const;

/** The name in the MCP registry, which GitHub's owner may publish. */
export const MCP_NAME = `io.github.${OWNER}/updsts`;

export const MCP_ARGUMENTS = ["mcp", "--mcp-server"] as const;

export const DOWNLOADS = `${HOMEPAGE}/releases/download`;

export type Checksums = ReadonlyMap<string, string>;

export function downloadUrl(name: string): string {
  return `${DOWNLOADS}/v${VERSION}/${name}`;
}

/** The file name of the bare executable. */
export function executableName(target: Target): string {
  const suffix = TARGETS[target].os === "win32" ? ".exe" : "";
  return `updsts-${VERSION}-${target}${suffix}`;
}

export function archiveName(target: Target): string {
  const suffix = TARGETS[target].os === "win32" ? "zip" : "tar.gz";
  return `updsts-${VERSION}-${target}.${suffix}`;
}

/** The file name of the bundle for MCP clients. */
export function mcpbName(target: Target): string {
  return `updsts-${VERSION}-${target}.mcpb`;
}

/** The name of the npm package that has the executable. */
export function npmPackage(target: Target): string {
  const { os, cpu } = TARGETS[target];
  return `updsts-${os}-${cpu}`;
}

export function checksum(checksums: Checksums, name: string): string {
  const sum = checksums.get(name);
  if (sum === undefined) throw new Error(`there is no checksum of ${name}`);
  return sum;
}

/**
 * Checks the names before the release is made.
 *
 * @param repository The repository whose workflow makes the release; nothing on
 * a computer of a developer.
 * @returns A warning if the names are placeholders, where that is allowed.
 * @throws {Error} If the repository has other names.
 */
export function checkNames(
  repository: string | undefined,
  names: { readonly repository: string; readonly module: string } = {
    repository: REPOSITORY,
    module: MODULE,
  },
): string | undefined {
  const [owner] = (repository ?? "OWNER").split("/");
  const hint = `set the names with: deno task release:name ${owner} SCOPE`;
  const hasPlaceholder = names.repository.startsWith("OWNER/") ||
    names.module.startsWith("@x/");
  const text = `${names.repository} and ${names.module}`;
  if (repository === undefined) {
    return hasPlaceholder
      ? `the files name ${text}, which are placeholders; ${hint}`
      : undefined;
  }
  if (!hasPlaceholder && names.repository === repository) return undefined;
  throw new Error(`the files name ${text}, not ${repository}; ${hint}`);
}
