import { parseSections } from "../credentials/parse_sections.ts";
import { Profiles } from "../credentials/profiles.ts";
import type { FileSections } from "../credentials/document.ts";
import { type FileContent, readRegularFile } from "../file/regular_file.ts";
import { readSettled } from "../file/half_written_file.ts";
import { findConfigPath, type PathEnvironment } from "../platform/aws_paths.ts";

/** The profiles of both files, as far as they can be read. */
export async function readProfiles(
  file: string,
  environment: PathEnvironment,
): Promise<Profiles> {
  return new Profiles(
    await read(file, false),
    await read(findConfigPath(environment), true),
  );
}

/** Counts an unreadable file as empty; the run itself reports the error. */
async function read(
  path: string | undefined,
  canBeMissing: boolean,
): Promise<FileSections> {
  if (path === undefined) return parseSections("");
  const isComplete = ({ bytes, info }: FileContent) => {
    if (!info) return canBeMissing; // Else another program may be replacing it.
    const { faults, sections } = parse(bytes);
    return faults.length === 0 && sections.size > 0;
  };
  try {
    const readOnce = () => readRegularFile(path, "follow");
    return parse((await readSettled(path, isComplete, readOnce)).bytes);
  } catch {
    return parseSections("");
  }
}

function parse(bytes: Uint8Array): FileSections {
  return parseSections(new TextDecoder().decode(bytes));
}
