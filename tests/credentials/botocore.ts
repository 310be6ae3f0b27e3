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
  return await runPython(["-c", SCRIPT], files) as BotocoreReading[];
}

/** The access key id that botocore uses for a profile of each file, or `null`. */
export async function keysOfBotocore(
  profile: string,
  files: readonly string[],
): Promise<(string | null)[]> {
  return await runPython(["-c", KEYS_SCRIPT], {
    profile,
    files,
  }) as (string | null)[];
}

/** A credentials file and a config. */
export interface AwsFiles {
  readonly credentials: string;
  readonly config: string;
}

/** The key id, secret and token that botocore uses for a profile, or `null`. */
export async function credentialsOfBotocore(
  profile: string,
  files: readonly AwsFiles[],
): Promise<([string, string, string | null] | null)[]> {
  return await runPython(["-c", CREDENTIALS_SCRIPT], { profile, files }) as (
    | [string, string, string | null]
    | null
  )[];
}

/** What botocore takes for the profiles of each config file. */
export async function profilesOfBotocore(
  files: readonly string[],
): Promise<Record<string, Record<string, string>>[]> {
  return await runPython(["-c", CONFIG_SCRIPT], files) as Record<
    string,
    Record<string, string>
  >[];
}

/** Runs Python with JSON as its input; gives the JSON that it prints. */
export async function runPython(
  args: readonly string[],
  input: unknown,
): Promise<unknown> {
  const python = new Deno.Command("python3", {
    args: [...args],
    env: { PYTHONUTF8: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const output = python.output();
  const writer = python.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify(input)));
  await writer.close();
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
with tempfile.TemporaryDirectory() as directory:
    path = os.path.join(directory, "credentials")
    for text in files:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        answers.append(read(path))
json.dump(answers, sys.stdout)
`;

/** Of a role, the keys that it would be assumed with. */
const KEYS_SCRIPT = `
import json, os, sys, tempfile
from botocore.exceptions import BotoCoreError
from botocore.session import Session

def keys(profile):
    session = Session(profile=profile)
    try:
        found = session.get_credentials()
        if found.method == "assume-role":
            provider = session.get_component("credential_provider").get_provider("assume-role")
            config = provider._get_role_config(profile)
            found = provider._resolve_source_credentials(config, profile)
        return found.access_key
    except (BotoCoreError, OSError):
        return None

given = json.load(sys.stdin)
answers = []
with tempfile.TemporaryDirectory() as directory:
    path = os.path.join(directory, "credentials")
    os.environ.update(
        AWS_SHARED_CREDENTIALS_FILE=path,
        AWS_CONFIG_FILE=os.path.join(directory, "config"),
        AWS_EC2_METADATA_DISABLED="true",
    )
    for text in given["files"]:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        answers.append(keys(given["profile"]))
json.dump(answers, sys.stdout)
`;

const CREDENTIALS_SCRIPT = `
import json, os, sys, tempfile
from botocore.exceptions import BotoCoreError
from botocore.session import Session

def read(profile):
    try:
        found = Session(profile=profile).get_credentials()
        return found and [found.access_key, found.secret_key, found.token]
    except BotoCoreError:
        return None

given = json.load(sys.stdin)
answers = []
with tempfile.TemporaryDirectory() as directory:
    paths = {name: os.path.join(directory, name) for name in ("credentials", "config")}
    os.environ.update(
        AWS_SHARED_CREDENTIALS_FILE=paths["credentials"],
        AWS_CONFIG_FILE=paths["config"],
        AWS_EC2_METADATA_DISABLED="true",
    )
    for texts in given["files"]:
        for name, path in paths.items():
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(texts[name])
        answers.append(read(given["profile"]))
json.dump(answers, sys.stdout)
`;

const CONFIG_SCRIPT = `
import json, os, sys, tempfile
from botocore.configloader import load_config

answers = []
with tempfile.TemporaryDirectory() as directory:
    path = os.path.join(directory, "config")
    for text in json.load(sys.stdin):
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        answers.append(load_config(path)["profiles"])
json.dump(answers, sys.stdout)
`;
