import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ignoreWithout, isInstalled } from "../support/programs.ts";

const SCRIPT = fileURLToPath(
  new URL("../../scripts/install.sh", import.meta.url),
);
const canInstall = Deno.build.os !== "windows" && isInstalled("sh") &&
  isInstalled("tar") && (isInstalled("curl") || isInstalled("wget"));

/** A test of the script: ignored, with the reason in its name, where it cannot run. */
function test(name: string, fn: () => Promise<void>): void {
  const definition = { name: `install.sh ${name}`, fn };
  Deno.test(ignoreWithout("sh, tar and curl or wget", definition, canInstall));
}

interface Release {
  /** The content of SHA256SUMS. */
  sums?: (archive: string, sum: string) => string;
  /** The script that is the program. */
  program?: string;
  /** What `ldd --version` prints. */
  ldd?: string;
  version?: string;
  /** Where to install it, in place of a usual directory. */
  directory?: string;
}

/** Runs the script against a server that has one release, over an older updsts. */
async function install({
  sums = (archive, sum) => `${sum}  ${archive}\n`,
  program = "echo the program",
  ldd = "ldd (GNU libc) 2.36",
  version = "1.2.3",
  directory: installed,
}: Release) {
  const directory = await Deno.makeTempDir({ prefix: "updsts" });
  const script = (text: string) => `#!/bin/sh\n${text}\n`;
  try {
    await Deno.writeTextFile(join(directory, "updsts"), script(program));
    await Deno.mkdir(join(directory, "path"));
    await Deno.writeTextFile(
      join(directory, "path/ldd"),
      script(`echo '${ldd}'`),
      { mode: 0o755 },
    );
    const archive = join(directory, "archive.tar.gz");
    const tar = ["-czf", archive, "-C", directory, "updsts"];
    await new Deno.Command("tar", { args: tar }).output();
    const bytes = await Deno.readFile(archive);
    const sum = createHash("sha256").update(bytes).digest("hex");
    let asked = "";
    await using server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      ({ url }) => {
        const name = url.split("/").at(-1)!;
        if (name !== "SHA256SUMS") asked = name;
        return new Response(name === asked ? bytes : sums(asked, sum));
      },
    );
    const target = join(directory, "a directory", "bin");
    await Deno.mkdir(target, { recursive: true });
    await Deno.writeTextFile(
      join(target, "updsts"),
      script("echo the older program"),
      { mode: 0o755 },
    );
    const { success, stdout, stderr } = await new Deno.Command("sh", {
      args: [SCRIPT],
      env: {
        UPDSTS_RELEASES: `http://127.0.0.1:${server.addr.port}`,
        UPDSTS_VERSION: version,
        UPDSTS_DIRECTORY: installed === undefined
          ? target
          : join(directory, installed),
        PATH: `${join(directory, "path")}:${process.env.PATH}`,
      },
    }).output();
    const names = await Array.fromAsync(Deno.readDir(target));
    assert.deepEqual(names.map(({ name }) => name), ["updsts"]);
    return {
      success,
      asked,
      stdout: new TextDecoder().decode(stdout).replaceAll(target, "DIR"),
      stderr: new TextDecoder().decode(stderr),
      output: await outputOf(join(target, "updsts")),
    };
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Runs the script for what it refuses before a download, or without a server. */
async function refusal(env: Record<string, string>): Promise<string> {
  const { success, stderr } = await new Deno.Command("sh", {
    args: [SCRIPT],
    env: { UPDSTS_RELEASES: "http://127.0.0.1:9", UPDSTS_VERSION: "1", ...env },
  }).output();
  assert.equal(success, false);
  return new TextDecoder().decode(stderr);
}

async function outputOf(program: string): Promise<string> {
  const { stdout } = await new Deno.Command(program).output();
  return new TextDecoder().decode(stdout);
}

test("installs the archive for this system", async () => {
  const run = await install({
    sums: (archive, sum) => `${"0".repeat(64)}  other\n${sum}  ${archive}\n`,
  });
  assert.equal(run.stderr, "");
  assert.ok(run.success);
  assert.equal(run.asked, `updsts-1.2.3-${Deno.build.target}.tar.gz`);
  assert.equal(run.output, "the program\n");
  assert.equal(
    run.stdout,
    "installed DIR/updsts\nto uninstall it: rm DIR/updsts\nput DIR into your PATH\n",
  );
});

const REFUSED: Record<string, Release & { error: RegExp }> = {
  "another checksum": {
    sums: (archive) => `${"0".repeat(64)}  ${archive}\n`,
    error: /has another SHA-256 checksum/,
  },
  "no checksum": {
    sums: (_, sum) => `${sum}  updsts-of-somebody-else.tar.gz\n`,
    error: /SHA256SUMS does not name/,
  },
  "a page in place of the checksums": {
    sums: () => "<html>please log in</html>\n",
    error: /SHA256SUMS does not name/,
  },
  "an older glibc": {
    program: "echo \"libc.so.6: version 'GLIBC_2.27' not found\" >&2; exit 1",
    error:
      /updsts needs glibc 2\.27 or later, and this system has an older one/,
  },
  "musl": {
    program: "exit 127",
    ldd: "musl libc (x86_64)",
    error: /updsts needs glibc 2\.27 or later, and this system has musl/,
  },
  "an executable that does not start": {
    program: "echo the reason; exit 1",
    error: /the executable does not start: the reason/,
  },
};

for (const [name, { error, ...release }] of Object.entries(REFUSED)) {
  test(`installs nothing if there is ${name}`, async () => {
    const run = await install(release);
    assert.equal(run.success, false);
    assert.match(run.stderr, /^install: [^\n]*\n$/);
    assert.match(run.stderr, error);
    assert.equal(run.output, "the older program\n");
  });
}

test("refuses a directory in the place of the executable", async () => {
  const directory = await Deno.makeTempDir({ prefix: "updsts" });
  try {
    await Deno.mkdir(join(directory, "updsts"));
    assert.match(
      await refusal({ UPDSTS_DIRECTORY: directory }),
      /^install: \S+\/updsts is a directory\n$/,
    );
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

test("names the directory that it cannot write into", async () => {
  const run = await install({ directory: "updsts/bin" });
  assert.match(run.stderr, /install: cannot write into \S+\/updsts\/bin: set /);
});

test("takes the name of the tag as the version", async () => {
  const run = await install({ version: "v1.2.3" });
  assert.equal(run.asked, `updsts-1.2.3-${Deno.build.target}.tar.gz`);
  assert.ok(run.success, run.stderr);
});
