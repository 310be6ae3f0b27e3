import assert from "node:assert/strict";
import { hintText } from "../../src/cli/hints.ts";
import { fileURLToPath } from "node:url";
import { ALLOWED_DOMAINS } from "../../src/executable/baked_permissions.ts";
import { permissionHint } from "../../src/platform/missing_permission.ts";
import { stsHost } from "../../src/sts/sts_host.ts";
import {
  DOCTOR_VARIABLES,
  ENVIRONMENT,
  PROXY_VARIABLES,
} from "../../src/platform/variables.ts";

const ROOT = new URL("../../", import.meta.url);
const PAGE = await Deno.readTextFile(new URL("docs/permissions.md", ROOT));

Deno.test("the source reads only the variables of ENVIRONMENT, of the proxies and of doctor", async () => {
  const named = new Set<string>();
  for await (const path of sources(new URL("src/", ROOT))) {
    if (path.pathname.endsWith("/variables.ts")) continue;
    // What `export` writes for others to read.
    if (path.pathname.endsWith("/export_formats.ts")) continue;
    const text = await Deno.readTextFile(path);
    for (const [, name] of text.matchAll(/"([A-Z][A-Z0-9_]+|[a-z]+_proxy)"/g)) {
      if (
        /^(AWS_|UPDSTS_|HOME(DRIVE|PATH)?$|TERM$|USERPROFILE$)|_PROXY$/i.test(
          name!,
        )
      ) {
        named.add(name!);
      }
    }
  }
  assert.deepEqual(
    [...named].sort(),
    [...new Set([...ENVIRONMENT, ...PROXY_VARIABLES, ...DOCTOR_VARIABLES])]
      .sort(),
  );
});

Deno.test("the documented flags name the variables of ENVIRONMENT and the proxies'", () => {
  const [, names] = /--allow-env=(\S+)/.exec(PAGE) ?? [];
  // Where Windows has no USERPROFILE; the module can do without.
  const documented = [...names!.split(","), "HOMEDRIVE", "HOMEPATH"];
  assert.deepEqual(
    [...new Set(documented)].sort(),
    [...ENVIRONMENT, ...PROXY_VARIABLES].sort(),
  );
});

Deno.test("hints of the executable name no flags of Deno", () => {
  assert.equal(hintText(permissionHint("--allow-x")), "give --allow-x");
  assert.match(
    hintText(permissionHint("--allow-x", true)),
    /start updsts again/,
  );
  assert.doesNotMatch(hintText(permissionHint("--allow-x", true)), /--allow/);
});

Deno.test("the page names the variables that only the doctor reads", () => {
  const [names] = /AWS_PROFILE,[A-Z_,]+/.exec(PAGE)!;
  assert.deepEqual(names.split(",").sort(), [...DOCTOR_VARIABLES].sort());
});

async function* sources(directory: URL): AsyncGenerator<URL> {
  for await (
    const { name, isDirectory } of Deno.readDir(fileURLToPath(directory))
  ) {
    if (isDirectory) yield* sources(new URL(`${name}/`, directory));
    else if (name.endsWith(".ts")) yield new URL(name, directory);
  }
}

Deno.test("the executable permits STS in every partition, and no other domain of AWS", () => {
  const domains = new Set<string>();
  for (
    const region of [
      ...["us-east-1", "cn-north-1", "us-gov-west-1", "eusc-de-east-1"],
      ...["us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1"],
      "us-isof-south-1",
    ]
  ) {
    for (const useDualstack of [false, true]) {
      const host = stsHost({
        region,
        useDualstack,
        isGlobal: false,
        endpoint: undefined,
        useFips: false,
        caBundle: undefined,
      });
      domains.add(host!.replace(`sts.${region}.`, "").replace(/:443$/, ""));
    }
  }
  const others = ["localhost", "local", "internal", "localstack.cloud"];
  assert.deepEqual([...ALLOWED_DOMAINS].sort(), [...domains, ...others].sort());
});
