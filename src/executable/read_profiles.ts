import type { CredentialsDocument } from "../credentials/document.ts";
import { parse } from "../credentials/parse.ts";
import { Profiles } from "../credentials/profiles.ts";
import { readSettledFile } from "../file/settled_file.ts";
import { parseBytes } from "../operations/parse_bytes.ts";
import { findConfigPath, type PathEnvironment } from "../platform/aws_paths.ts";

/** The profiles of both files, as far as they can be read. */
export async function readProfiles(
  file: string,
  names: readonly string[] | undefined,
  environment: PathEnvironment,
): Promise<Profiles> {
  return new Profiles(
    await read(file, names),
    await read(findConfigPath(environment)),
  );
}

/** What can't be read says nothing; the run itself will tell the user. */
async function read(
  path: string | undefined,
  names: readonly string[] = [],
): Promise<CredentialsDocument> {
  if (path === undefined) return parse("");
  try {
    const { bytes } = await readSettledFile(path, ({ bytes, info }) => {
      if (!info) return true;
      const { problems, sections } = parseBytes(bytes);
      return problems.length === 0 && sections.size > 0 &&
        names.every((name) => sections.has(name));
    }, "follow");
    return parseBytes(bytes);
  } catch {
    return parse("");
  }
}
