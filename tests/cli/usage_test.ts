import assert from "node:assert/strict";
import type { Services } from "../../src/operations/services.ts";
import { runIn } from "./fake_runtime.ts";

const ROLE = "arn:aws:iam::123456789012:role/x";

/** Each in a runtime in which touching anything is an error of its own. */
const WRONG: [args: string[], error: string, hint?: string][] = [
  [["gte"], 'unknown command "gte"', 'did you mean "get"?'],
  [["012345"], "unknown command"],
  [["wJalrXUtnFEMIbPxRfiCYEXAMPLEKEY"], "unknown command"],
  [[""], "unknown command"],
  [["exp"], 'unknown command "exp"', 'did you mean "export"?'],
  [["hlep"], 'unknown command "hlep"', 'did you mean "help"?'],
  [["help", "gte"], 'unknown command "gte"', 'did you mean "get"?'],
  [["help", "get", "list"], "help takes one command"],
  [["version", "x"], "version takes no argument"],
  [
    ["mcp", "config", "claude"],
    'unknown client "claude": claude-code or claude-desktop?',
    'run "updsts mcp config CLIENT" to set up a client: claude-code, claude-desktop, cline, codex, copilot, cursor, gemini, kiro, opencode, vscode, zed',
  ],
  [["mcp", "config", "cusror"], 'unknown client "cusror": cursor?'],
  [["mcp", "config", "emacs"], 'unknown client "emacs"'],
  [["mcp", "config", "012345"], "unknown client"],
  [["mcp", "config"], "the client is missing"],
  [["mcp", "confg", "codex"], 'unknown argument "confg": config?'],
  [
    ["mcp", "config", "codex", "--mcp-server"],
    "--mcp-server and config cannot be combined",
  ],
  [["completions", "bsh"], 'unknown shell "bsh": bash?'],
  [["completions", "012345"], "unknown shell"],
  [["completions"], "the shell is missing"],
  ...["frobnicate", "frob"].map((
    word,
  ): [string[], string, string] => [
    [word],
    `unknown command "${word}"`,
    'run "updsts --help" to see the commands',
  ]),
  [["-v"], "an option is given instead of a command"],
  [["-n", "list"], "an option is given instead of a command"],
  [["whoami", "a", "-n", "b"], "more than one profile is given"],
  [["whoami", "a", "b"], "more than one profile is given"],
  ...[["get", "012345"], ["get", "a", "012345"], ["whoami", "012345"]].map((
    args,
  ): [string[], string, string] => [
    args,
    "an MFA code is given instead of a profile",
    "pass an MFA code with -t CODE, and a profile with such a name with -n NAME",
  ]),
  [["get", "-n"], "--profile needs a value"],
  [["get", "-n", "-t", "012345"], "--profile needs a value"],
  [["get", "-012345"], "unknown option"],
  [["get", "--012345"], "unknown option"],
  [["get", "--wJalrXUtnFEMIbPxRfiCYEXAMPLEKEYwJalrXUtnFEM"], "unknown option"],
  [
    ["get", "--role=x"],
    "unknown option --role",
    "did you mean --role-arn or --role-session-name?",
  ],
  [["get", "--porfile", "x"], "unknown option --porfile"],
  [["list", "-x"], "unknown option -x"],
  [["list", "--jsno"], "unknown option --jsno", "did you mean --json?"],
  [
    ["get", "--totp-tokn", "1"],
    "unknown option --totp-tokn",
    "did you mean --totp-token?",
  ],
  [["whoami"], "no profile is given", "name it: updsts whoami NAME"],
  [["export"], "no profile is given", "name it: updsts export NAME"],
  [["export", "a"], "--format is missing"],
  ...["", "a\nb"].map((name): [string[], string] => [
    ["whoami", `-n=${name}`],
    "the profile name is empty, too long, or contains control characters",
  ]),
  [["get", "-n", "a", "--format", "jsno"], 'unknown format "jsno": json?'],
  [["get", "-n", "a", "--to-terminal"], "--to-terminal requires --format"],
  [["export", "-n", "a", "--format", "jsno"], 'unknown format "jsno": json?'],
  [["export", "-n", "a", "--format", "012345"], "unknown format"],
  [["doctor", "default"], 'unknown argument "default"'],
  [["doctor", "012345"], "unknown argument"],
  [
    ["clean", "--live"],
    "--live needs the name of a session or of its profile",
    "name it: updsts clean NAME --live",
  ],
  [["list", "--json=CANARY"], "--json takes no value"],
  [["list", "-v", "3"], "the verbosity is not 0, 1 or 2"],
  [["list", "-v", "loud"], "the verbosity is not 0, 1 or 2"],
  [
    ["list", "-c", "a\0b"],
    "the name of the credentials file contains a null character",
  ],
  [["get", "-n", "a", "-t", "12345"], "the MFA code is not six digits"],
  [["get", "-n", "a", "-t", "1234567"], "the MFA code is not six digits"],
  [["get", "-n", "a", "-t", "CANARY"], "the MFA code is not six digits"],
  [["get", "-n", "a", "-t", "①２３４５６"], "the MFA code is not six digits"],
  [["get", "-n", "a", "-t", "012-345"], "the MFA code is not six digits"],
  ...[
    ["-sn", "x"],
    ["--format", "process"],
    ["--role-arn", "arn:aws:iam::123456789012:role/x"],
  ].map((option): [string[], string, string] => [
    ["get", "a", "b", ...option],
    "-sn, --format, --page, --role-arn and the options that limit a session work with one profile only",
    "give one profile, or leave the option out",
  ]),
  ...["899", "129601", "14m", "37h", "0h", "99999999999999", "9".repeat(400)]
    .map((duration): [string[], string] => [
      ["get", "-n", "a", "-t", "012345", `-d=${duration}`],
      "the duration is not a whole number of seconds from 900 to 129600",
    ]),
  ...[
    ...["1e3", "-900", "900.5", "", "0x400", " 900", "NaN", "1h30m", "h", "1H"],
    ...["1d", "60s", "１h", "1 h", "1h ", "h1", "CANARY"],
  ].flatMap((time) =>
    [["-d", "--duration"], ["--if-expires-within", "--if-expires-within"]]
      .map(([typed, option]): [string[], string, string] => [
        ["get", "-n", "a", "-t", "012345", `${typed}=${time}`],
        `the value of ${option} is not a duration`,
        "write it in seconds, minutes or hours: 3600, 90m or 12h",
      ])
  ),
  ...["129600", "36h", "2160m", "9999999999"]
    .map((seconds): [string[], string] => [
      ["get", "-n", "a", `--if-expires-within=${seconds}`],
      "the minimum time remaining is not a whole number of seconds from 0 to 129599",
    ]),
  [
    ["get", "-n", "a", "--if_expires_within", "3600", "-d", "3600"],
    "a session of 3600 seconds always expires within 3600 seconds",
    "choose fewer seconds for --if-expires-within, or a longer session with -d",
  ],
  ...[
    "",
    "role/x",
    "arn:aws:iam::123456789012:user/x",
    `${ROLE}\nx`,
    `${ROLE} `,
  ]
    .map((arn): [string[], string] => [
      ["get", "-n", "a", `--role-arn=${arn}`],
      "the role's ARN does not look like arn:aws:iam::ACCOUNT:role/NAME",
    ]),
  ...["", "x", "a b", "x".repeat(65)].map((name): [string[], string] => [
    ["get", "-n", "a", "--role_arn", ROLE, `--role-session-name=${name}`],
    "the role's session name is not 2 to 64 letters, digits and _ + = , . @ -",
  ]),
  ...["", "x", "CANARY\n", "x".repeat(1225)].map((id): [string[], string] => [
    ["get", "-n", "a", "--role-arn", ROLE, `--external-id=${id}`],
    "the role's external id is not 2 to 1224 letters, digits and _ + = , . @ : / -",
  ]),
  ...["--role-session-name", "--external-id"].map((
    option,
  ): [string[], string] => [
    ["get", "-n", "a", option, "CANARY"],
    "--role-session-name and --external-id require --role-arn",
  ]),
  [
    ["get", "-n", "a", "--role-arn", ROLE, "-d", "43201"],
    "the duration is not a whole number of seconds from 900 to 43200",
    "choose fewer seconds: AWS limits the session of a role to 12 hours",
  ],
  [
    ["get", "-n", "a", "--if-expires-within", "600", "-t", "CANARY"],
    "the MFA code is not six digits",
  ],
  [
    ["get", "-n", "a", "-t", "012345", "-sn", "a"],
    "the STS profile has the name of the source profile",
  ],
  ...[
    "x\ncredential_process = CANARY",
    "DEFAULT",
    "a b",
    "[x]",
    "__proto__",
  ]
    .map((name): [string[], string] => [
      ["get", "-n", "a", "-t", "012345", `-sn=${name}`],
      `"${name.replaceAll("\n", "\ufffd")}" cannot be a profile name`,
    ]),
  [
    ["get", "-n", "日本", "-t", "012345"],
    `"日本_sts" cannot be a profile name`,
  ],
  ...["", "a\nb", "a\u001b[2Jb"].map((name): [string[], string] => [
    ["get", `-n=${name}`, "-t", "012345", "-sn", "x"],
    "the profile name is empty, too long, or contains control characters",
  ]),
  ...["", "a\nb", "a\u001b[2Jb"].map((name): [string[], string] => [
    ["clean", `-n=${name}`],
    "the profile name is empty, too long, or contains control characters",
  ]),
  [["clean", "-n"], "--profile needs a value"],
  [["clean", "--dry-rnu"], "unknown option --dry-rnu"],
  [
    ["clean", "--fix"],
    "unknown option --fix",
    'run "updsts clean --help" to see the options',
  ],
  [["doctor", "-n", "a"], "unknown option -n"],
  [["doctor", "--fix=CANARY"], "--fix takes no value"],
  [["doctor", "--fxi"], "unknown option --fxi", "did you mean --fix?"],
];

for (const [args, error, hint] of WRONG) {
  Deno.test(`"updsts ${args.join(" ")}" is refused and touches nothing`, async () => {
    const { status, stdout, stderr } = await runIn({}, ...args);
    assert.equal(status, 2, stderr);
    assert.equal(stdout, "");
    const [first, second, ...rest] = stderr.split("\n");
    assert.equal(first, `updsts: error: ${error}`);
    if (hint) assert.equal(second, `updsts: hint: ${hint}`);
    assert.ok(rest.length <= 1, "one line, and a hint");
    assert.doesNotMatch(stderr, /12345|[^\x20-\x7e\n日本\ufffd]/);
  });
}

Deno.test("errors and hints do not wrap at a narrow terminal, since they are searched for and pasted", async () => {
  const args = ["mcp", "config", "claude"];
  const narrow = await runIn({ isTerminal: true, columns: 40 }, ...args);
  assert.equal(narrow.stderr, (await runIn({}, ...args)).stderr);
});

Deno.test("an invalid MFA code from standard input is refused", async () => {
  const { status, stderr } = await runIn(
    { stdin: "CANARY" },
    ...["get", "-n", "a", "-t", "-"],
  );
  assert.equal(status, 2);
  assert.equal(stderr, "updsts: error: the MFA code is not six digits\n");
});

Deno.test("with --json a wrong command line is one JSON document", async () => {
  const { status, stderr } = await runIn({}, "whoami", "--json");
  assert.equal(status, 2);
  assert.deepEqual(JSON.parse(stderr), {
    error: {
      code: "usage",
      message: "no profile is given",
      hint: "name it: updsts whoami NAME",
    },
  });
});

/** `--json` in every spelling that is understood, and what is not it. */
const JSON_OR_NOT: [args: string[], asJson: boolean][] = [
  [["whoami", "--json=1"], true],
  [["whoami", "--json=TRUE"], true],
  [["whoami", "--json=yes"], true],
  [["whoami", "--json=0"], false],
  [["whoami", "--json=false"], false],
  [["whoami", "--json=CANARY"], false],
  [["export", "--", "--json"], false],
  [["list", "--json=1", "-v", "9"], true],
  [["list", "--json=0", "-v", "9"], false],
  [["export", "-n", "", "--json=on"], true],
  [["export", "-n", "", "--format", "json", "--json=off"], false],
];

for (const [args, asJson] of JSON_OR_NOT) {
  Deno.test(`"updsts ${args.join(" ")}" fails ${asJson ? "" : "not "}as JSON`, async () => {
    const { status, stderr } = await runIn({}, ...args);
    assert.equal(status, 2);
    assert.equal(stderr.startsWith('{"error":'), asJson, stderr);
  });
}

Deno.test("the version is that of deno.json", async () => {
  const text = await Deno.readTextFile(
    new URL("../../deno.json", import.meta.url),
  );
  const { version } = JSON.parse(text);
  for (const args of ["--version", "-V", "version"]) {
    const { status, stdout } = await runIn({}, args);
    assert.equal(status, 0);
    assert.equal(stdout, `updsts ${version}\n`);
  }
});

for (
  const [error, message] of [
    [new Error("CANARY"), "internal error in updsts"],
    [
      new Deno.errors.NotCapable("CANARY"),
      "this run of updsts lacks a permission that it needs",
    ],
  ] as const
) {
  Deno.test(`an unexpected ${error.name} is reported without its own message`, async () => {
    const credentialPath = () => {
      throw error;
    };
    const services = { credentialPath } as unknown as Services;
    assert.deepEqual(await runIn({ services }, "list"), {
      status: 1,
      stdout: "",
      stderr: `updsts: error: ${message}\n` +
        "updsts: hint: run it again with -v 2 to see where it happened\n",
    });
  });
}

Deno.test("updsts help COMMAND prints COMMAND --help, and updsts help prints --help", async () => {
  const help = await runIn({}, "--help");
  assert.deepEqual(await runIn({}, "help"), help);
  assert.match(help.stdout, /\n {2}get /);
  for (const word of ["help", "version", "--help"]) {
    assert.deepEqual(await runIn({}, "help", word), help);
  }
  const ofGet = await runIn({}, "get", "--help");
  assert.deepEqual(await runIn({}, "help", "get"), ofGet);
});

Deno.test("--help prints the help of a command on an otherwise invalid command line", async () => {
  const help = await runIn({}, "get", "--help");
  assert.deepEqual(await runIn({}, "get", "--nosuch", "-n", "--help"), help);
  const { status } = await runIn({}, "get", "--", "--help");
  assert.equal(status, 2, "a profile of this name");
});

Deno.test("with --format, whose output a shell may evaluate, --help prints the help on standard error", async () => {
  for (
    const args of [
      ["get", "default", "--format", "env", "--help"],
      ["export", "-n", "-h", "--format", "env"],
      ["export", "-h", "--format", "env"],
    ]
  ) {
    const { stdout } = await runIn({}, args[0]!, "--help");
    assert.deepEqual(await runIn({}, ...args), {
      status: 2,
      stdout: "",
      stderr: stdout,
    });
  }
});
