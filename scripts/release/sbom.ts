import { Buffer } from "node:buffer";
import { DESCRIPTION, HOMEPAGE, VERSION } from "./names.ts";

export interface Lock {
  /** The versions of the imports of `deno.json`. */
  readonly specifiers: Readonly<Record<string, string>>;
  readonly npm: Readonly<
    Record<string, { integrity: string; dependencies?: readonly string[] }>
  >;
}

const SELF = `pkg:generic/updsts@${VERSION}`;

/**
 * Makes the software bill of materials, in CycloneDX's format: the packages of
 * `deno.lock`, and Deno's runtime.
 */
export function sbom({ specifiers, npm }: Lock, denoVersion: string): string {
  const runtime = `pkg:github/denoland/deno@v${denoVersion}`;
  const direct = Object.entries(specifiers).map(([specifier, version]) =>
    `${/^npm:(@?[^@]+)/.exec(specifier)![1]}@${version}`
  );
  const bom = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": SELF,
        name: "updsts",
        version: VERSION,
        description: DESCRIPTION,
        licenses: [{ license: { id: "MIT" } }],
        purl: SELF,
        externalReferences: [{ type: "website", url: HOMEPAGE }],
      },
    },
    components: [
      {
        type: "platform",
        "bom-ref": runtime,
        name: "deno",
        version: denoVersion,
        purl: runtime,
      },
      ...Object.entries(npm).map(([id, { integrity }]) => ({
        type: "library",
        "bom-ref": purl(id),
        name: nameOf(id),
        version: versionOf(id),
        hashes: [{ alg: "SHA-512", content: hexOf(integrity) }],
        purl: purl(id),
      })),
    ],
    dependencies: [
      { ref: SELF, dependsOn: [runtime, ...direct.map(purl)] },
      ...Object.entries(npm).map(([id, { dependencies = [] }]) => ({
        ref: purl(id),
        dependsOn: dependencies.map((name) => purl(find(npm, name))),
      })),
    ],
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

/** A lock names a dependency without its version where there is only one. */
function find(npm: Lock["npm"], name: string): string {
  if (name in npm) return name;
  const id = Object.keys(npm).find((each) => nameOf(each) === name);
  if (id === undefined) throw new Error(`deno.lock has no ${name}`);
  return id;
}

const nameOf = (id: string) => id.slice(0, id.indexOf("@", 1));

/** Without the versions of peers, which follow an underscore. */
const versionOf = (id: string) =>
  id.slice(id.indexOf("@", 1) + 1).split("_")[0];

const purl = (id: string) =>
  `pkg:npm/${nameOf(id).replace("@", "%40")}@${versionOf(id)}`;

const hexOf = (integrity: string) =>
  Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex");
