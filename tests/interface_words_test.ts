import assert from "node:assert/strict";

/**
 * The modules that every interface uses. What they say to a user is worded by the
 * interface: see `Hint` in `src/errors.ts`.
 */
const DIRECTORIES = ["credentials", "operations", "file", "sts", "platform"];

/** The command line that is passed to a user with a terminal. */
const EXEMPT_FILES = ["src/platform/get_command_line.ts"];

/** Names of options, commands, tools and their parameters. */
const INTERFACE_WORDS = [
  /(?<![\w-])-(?:sn|[a-zA-Z])(?![\w-])/,
  /(?<![\w-])--[a-z][\w-]*/,
  /\bupdsts (?:get|list|status|whoami|export|clean|doctor|mcp|completions|complete|man|help|version)\b/,
  /\bupdsts_\w+/,
  /\b(?:sts_profile_name|cred_file|totp_token|if_expires_within)\b/,
];

/** What these options belong to is named with them. */
const OTHER_PROGRAMS = [
  /\bulimit -n\b/,
  /\bchattr -a -i\b/,
  /\battrib -r\b/,
  /\biconv -f \S+ -t\b/,
  /\bopenssl x509( -inform DER)? -in \S* ?-out\b/,
  /\bname the profile with --profile\b/, // of AWS tools
  /\baws (?:sso login|login|sts get-caller-identity) --profile\b/,
  /--allow-[a-z]+/, // Deno's, in the hint of a permission
];

const COMMENT_OR_LITERAL =
  /\/\/.*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;

/** The lines with interface words, comments left out. */
function interfaceWords(source: string): string[] {
  const code = source.replace(
    COMMENT_OR_LITERAL,
    (token) => /^\/[/*]/.test(token) ? "" : token,
  );
  return code.split("\n").map((line) => line.trim()).filter((line) => {
    const own = OTHER_PROGRAMS.reduce(
      (text, other) => text.replaceAll(new RegExp(other, "g"), ""),
      line,
    );
    return INTERFACE_WORDS.some((word) => word.test(own));
  });
}

async function* sourceFiles(directory: string): AsyncGenerator<string> {
  for await (
    const entry of Deno.readDir(new URL(`../${directory}`, import.meta.url))
  ) {
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory) yield* sourceFiles(path);
    else if (path.endsWith(".ts")) yield path;
  }
}

for (const directory of DIRECTORIES) {
  Deno.test(`no text of src/${directory} names an option, a command or a tool`, async () => {
    const found: string[] = [];
    for await (const path of sourceFiles(`src/${directory}`)) {
      if (EXEMPT_FILES.includes(path)) continue;
      const url = new URL(`../${path}`, import.meta.url);
      const lines = interfaceWords(await Deno.readTextFile(url));
      found.push(...lines.map((line) => `${path}: ${line}`));
    }
    assert.deepEqual(found, []);
  });
}

Deno.test("the check of texts finds each kind of interface word", () => {
  for (
    const text of [
      '"choose another name with -sn"',
      '"name another with -c"',
      '"choose another name (-sn): a to z"',
      "`--if-expires-within is ${text}`",
      "'show the profiles with \"updsts list\"'",
      '"call updsts_get_credential_info"',
      '"give it as totp_token"',
    ]
  ) {
    assert.deepEqual(interfaceWords(`f(\n  ${text},\n); // -sn`), [`${text},`]);
  }
  assert.deepEqual(
    interfaceWords('/** "-sn" */ f("a-b -> c, ulimit -n 5")'),
    [],
  );
});
