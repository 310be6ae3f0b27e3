import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
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

/** Runs the script against a server that has one release, with these sums. */
async function install(sums: (archive: string, sum: string) => string) {
  const directory = await Deno.makeTempDir({ prefix: "updsts" });
  try {
    const program = join(directory, "updsts");
    await Deno.writeTextFile(program, "#!/bin/sh\necho the program\n");
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
    const { success, stderr } = await new Deno.Command("sh", {
      args: [SCRIPT],
      env: {
        UPDSTS_RELEASES: `http://127.0.0.1:${server.addr.port}`,
        UPDSTS_VERSION: "1.2.3",
        UPDSTS_FOLDER: target,
      },
    }).output();
    const installed = await Deno.readTextFile(join(target, "updsts"))
      .catch(() => undefined);
    return {
      success,
      asked,
      stderr: new TextDecoder().decode(stderr),
      output: installed && await outputOf(join(target, "updsts")),
    };
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function outputOf(program: string): Promise<string> {
  const { stdout } = await new Deno.Command(program).output();
  return new TextDecoder().decode(stdout);
}

test("installs the archive for this system", async () => {
  const run = await install((archive, sum) =>
    `${"0".repeat(64)}  other\n${sum}  ${archive}\n`
  );
  assert.equal(run.stderr, "");
  assert.ok(run.success);
  assert.equal(run.asked, `updsts-1.2.3-${Deno.build.target}.tar.gz`);
  assert.equal(run.output, "the program\n");
});

const SUMS: Record<string, (archive: string, sum: string) => string> = {
  "another sum": (archive) => `${"0".repeat(64)}  ${archive}\n`,
  "no sum": (_, sum) => `${sum}  updsts-of-somebody-else.tar.gz\n`,
  "a page in place of the sums": () => "<html>please log in</html>\n",
};

for (const [name, sums] of Object.entries(SUMS)) {
  test(`installs nothing where there is ${name}`, async () => {
    const run = await install(sums);
    assert.equal(run.success, false);
    assert.match(run.stderr, /^install: .*SHA/);
    assert.equal(run.output, undefined);
  });
}
