/** The files of a release: for each system whose denort is here, at least this one. */
import { unzipSync } from "fflate";
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { hash } from "node:crypto";
import { join } from "node:path";
import { compile } from "../../scripts/compile.ts";
import { makeRelease } from "../../scripts/release.ts";
import { debName } from "../../scripts/release/deb.ts";
import {
  archiveName,
  executableName,
  mcpbName,
  npmPackage,
  VERSION,
} from "../../scripts/release/names.ts";
import type { Lock } from "../../scripts/release/sbom.ts";
import {
  denortName,
  isTarget,
  programName,
  type Target,
  TARGET_NAMES,
  TARGETS,
} from "../../scripts/targets.ts";
import { bundleShared, sharedExecutable } from "../executable/build.ts";
import { ignoreWithout, isInstalled } from "../support/programs.ts";
import { readFiles, unpackTar } from "./unpack_tar.ts";

const own = Deno.build.target as Target;
const executable = isTarget(own) ? await sharedExecutable() : undefined;

/** The first bytes of a program for each system, with those of its processor. */
const MAGIC: Record<Target, RegExp> = {
  "x86_64-unknown-linux-gnu": /^7f454c46.{28}3e/,
  "aarch64-unknown-linux-gnu": /^7f454c46.{28}b7/,
  "x86_64-pc-windows-msvc": /^4d5a/,
  "x86_64-apple-darwin": /^cffaedfe07000001/,
  "aarch64-apple-darwin": /^cffaedfe0c000001/,
};

/** In bytes: packing and unpacking all 90 MB for each system would take a minute. */
const STAND_IN_SIZE = 1_000_000;

/**
 * The beginnings of the executables of this system and of others whose denort
 * is here; npm_test.ts packs and runs a whole one.
 */
async function executables(directory: string): Promise<Map<Target, string>> {
  const ownPath = join(directory, executableName(own));
  await Deno.copyFile(executable!, ownPath);
  await Deno.truncate(ownPath, STAND_IN_SIZE);
  const paths = new Map([[own, ownPath]]);
  const denorts = Deno.env.get("DENORT_DIR");
  if (denorts === undefined) return paths;
  const parts = join(directory, "bundle");
  const files = await bundleShared(parts, {});
  for (const target of TARGET_NAMES) {
    const denort = join(denorts, denortName(target));
    const isHere = await Deno.stat(denort).catch(() => undefined);
    if (target === own || !isHere) continue;
    const path = join(directory, executableName(target));
    await compile(parts, files, path, target);
    await Deno.truncate(path, STAND_IN_SIZE);
    paths.set(target, path);
  }
  return paths;
}

/** Unpacks an archive, and gives the bytes of its files. */
async function unpack(path: string): Promise<Map<string, Uint8Array>> {
  if (!path.endsWith("gz")) {
    return new Map(Object.entries(unzipSync(await Deno.readFile(path))));
  }
  const directory = `${path}.unpacked`;
  await Deno.mkdir(directory);
  await unpackTar(path, directory);
  return await readFiles(directory);
}

async function output(program: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args })
    .output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

Deno.test(ignoreWithout("denort and tar", {
  name: "a release",
  async fn(t) {
    const work = await Deno.makeTempDir({ prefix: "updsts" });
    try {
      const directory = join(work, "release");
      await Deno.mkdir(directory);
      const programs = await executables(work);
      const names = await makeRelease({
        directory,
        executables: programs,
        denoVersion: "1.2.3",
        level: 1,
      });
      const pathOf = (name: string) => join(directory, name);

      await t.step("SHA256SUMS has each other file", async () => {
        const lines = await Deno.readTextFile(pathOf("SHA256SUMS"));
        const sums = new Map(
          lines.trimEnd().split("\n").map((line) => {
            const [sum, name] = line.split("  ");
            return [name!, sum!];
          }),
        );
        const files = await Array.fromAsync(Deno.readDir(directory));
        assert.deepEqual(files.map(({ name }) => name).sort(), names.sort());
        assert.deepEqual([...sums.keys(), "SHA256SUMS"].sort(), names);
        for (const [name, sum] of sums) {
          assert.equal(hash("sha256", await Deno.readFile(pathOf(name))), sum);
        }
      });

      for (const [target, path] of programs) {
        const program = programName(target);
        const bytes = await Deno.readFile(path);
        const isSame = (other: Uint8Array | undefined) =>
          other !== undefined &&
          hash("sha256", other) === hash("sha256", bytes);

        await t.step(`the executable for ${target}`, async () => {
          const first = await Deno.readFile(pathOf(executableName(target)));
          const hex = Buffer.from(first.subarray(0, 20)).toString("hex");
          assert.match(hex, MAGIC[target]);
        });

        await t.step(`the archive for ${target}`, async () => {
          const files = await unpack(pathOf(archiveName(target)));
          assert.ok(isSame(files.get(program)));
          files.delete(program);
          assert.deepEqual([...files.keys()].sort(), [
            "LICENSE",
            "README.md",
            "completions/_updsts",
            "completions/updsts.bash",
            "completions/updsts.fish",
            "completions/updsts.ps1",
            "updsts.1",
          ]);
          assert.match(text(files.get("completions/_updsts")), /^#compdef/);
          assert.match(text(files.get("updsts.1")), /^\.TH UPDSTS 1/);
        });

        await t.step(`the MCP bundle for ${target}`, async () => {
          const files = await unpack(pathOf(mcpbName(target)));
          const { version, icon, server, compatibility } = JSON.parse(
            text(files.get("manifest.json")),
          );
          assert.equal(version, VERSION);
          assert.ok(isSame(files.get(server.entry_point)));
          const image = Buffer.from(files.get(icon)!);
          assert.equal(image.toString("latin1", 12, 16), "IHDR");
          assert.equal(image.readUInt32BE(16), 512);
          assert.equal(image.readUInt32BE(20), 512);
          const japanese = files.get("mcpb-resources/ja.json");
          assert.match(JSON.parse(text(japanese)).description, /セッション/);
          assert.deepEqual(compatibility.platforms, [TARGETS[target].os]);
        });

        await t.step(`the npm package for ${target}`, async () => {
          const name = npmPackage(target);
          const files = await unpack(pathOf(`${name}-${VERSION}.tgz`));
          const { os } = JSON.parse(text(files.get("package/package.json")));
          assert.deepEqual(os, [TARGETS[target].os]);
          assert.ok(isSame(files.get(`package/bin/${program}`)));
        });

        const deb = debName(target);
        if (deb === undefined) continue;
        await t.step({
          name: `the Debian package for ${target}`,
          ignore: !isInstalled("dpkg-deb"),
          async fn() {
            const list = await output("dpkg-deb", "--contents", pathOf(deb));
            assert.match(
              list,
              /^-rwxr-xr-x root\/root .* \.\/usr\/bin\/updsts$/m,
            );
            assert.match(list, /\.\/usr\/share\/man\/man1\/updsts\.1\.gz$/m);
            assert.match(list, /bash-completion\/completions\/updsts$/m);
            assert.match(list, /vendor_completions\.d\/updsts\.fish$/m);
            assert.match(list, /vendor-completions\/_updsts$/m);
            const unpacked = pathOf(`${deb}.unpacked`);
            await output("dpkg-deb", "--extract", pathOf(deb), unpacked);
            assert.ok(
              isSame(await Deno.readFile(join(unpacked, "usr/bin/updsts"))),
            );
          },
        });
      }

      await t.step("the npm package that depends on the others", async () => {
        const files = await unpack(pathOf(`updsts-${VERSION}.tgz`));
        const manifest = JSON.parse(text(files.get("package/package.json")));
        assert.equal(manifest.version, VERSION);
        assert.deepEqual(
          manifest.optionalDependencies,
          Object.fromEntries(
            TARGET_NAMES.map((target) => [npmPackage(target), VERSION]),
          ),
        );
        for (const file of [manifest.bin.updsts, ...manifest.man]) {
          assert.ok(files.has(`package/${file}`), file);
        }
      });

      await t.step("install.sh installs this version by default", async () => {
        const script = await Deno.readTextFile(pathOf("install.sh"));
        assert.ok(script.includes(`\${UPDSTS_VERSION:-${VERSION}}`));
        assert.match(
          script,
          /\$\{UPDSTS_RELEASES:-https:\/\/github\.com\/\S+\}/,
        );
      });

      await t.step("the SBOM has each package of deno.lock", async () => {
        const bom = JSON.parse(
          await Deno.readTextFile(pathOf(`updsts-${VERSION}.cdx.json`)),
        );
        const { npm } = JSON.parse(
          await Deno.readTextFile(new URL("../../deno.lock", import.meta.url)),
        ) as Lock;
        const found = bom.components
          .map(({ name, version }: Record<string, string>) =>
            `${name}@${version}`
          );
        assert.deepEqual(
          found.sort(),
          [...Object.keys(npm), "deno@1.2.3"].sort(),
        );
        const refs = new Set(
          bom.dependencies.map(({ ref }: { ref: string }) => ref),
        );
        for (const { dependsOn } of bom.dependencies) {
          for (const ref of dependsOn) {
            assert.ok(refs.has(ref) || /deno@v1\.2\.3$/.test(ref), ref);
          }
        }
      });
    } finally {
      await Deno.remove(work, { recursive: true });
    }
  },
}, executable !== undefined && isInstalled("tar")));
