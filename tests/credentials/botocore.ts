import type { Reading } from "./samples.ts";

/** What botocore makes of a file; `"ERR"` where it rejects the whole of it. */
export type BotocoreReading = Reading | "ERR";

/** Does `python3` have botocore here? */
export const hasBotocore: boolean = await findBotocore();

async function findBotocore(): Promise<boolean> {
  try {
    const { success } = await new Deno.Command("python3", {
      args: ["-c", "import botocore.configloader"],
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}

/** For the name of a test that is skipped without botocore. */
export const SKIPPED = hasBotocore
  ? ""
  : " (SKIPPED: python3 here has no botocore)";

/** Has botocore read every file, in one process. */
export async function readWithBotocore(
  files: readonly string[],
): Promise<BotocoreReading[]> {
  const python = new Deno.Command("python3", {
    args: ["-c", SCRIPT],
    env: { PYTHONUTF8: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const output = python.output();
  const input = python.stdin.getWriter();
  await input.write(new TextEncoder().encode(JSON.stringify(files)));
  await input.close();
  const { success, stdout } = await output;
  if (!success) throw new Error("the Python script failed");
  return JSON.parse(new TextDecoder().decode(stdout));
}

/**
 * Lists in place of objects keep the order and names such as `__proto__`. The
 * AWS CLI's way, with subsections, decides whether the file is rejected.
 */
const SCRIPT = `
import json, os, sys, tempfile
from botocore.configloader import raw_config_parse
from botocore.exceptions import ConfigParseError

def read(path):
    try:
        raw_config_parse(path, parse_subsections=True)
        sections = raw_config_parse(path, parse_subsections=False)
    except ConfigParseError:
        return "ERR"
    return [[name, sorted(map(list, keys.items()))]
            for name, keys in sections.items()]

files = json.load(sys.stdin)
answers = []
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "credentials")
    for text in files:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        answers.append(read(path))
json.dump(answers, sys.stdout)
`;
