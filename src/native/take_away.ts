/**
 * The permissions say nothing about code that is loaded at run time: the
 * `import()` of an executable reads any file. So what could load code is taken
 * away before any code of others is loaded. The rest is seen to by the build:
 * no `import()` but of the program's own parts, and no code made of strings
 * (see scripts/bundle.ts and scripts/compile.ts).
 */
import process from "node:process";

/** Takes away what loads code, from this thread. */
export function takeAwayLoaders(): void {
  const runtime = Deno as unknown as Record<PropertyKey, unknown>;
  Reflect.deleteProperty(runtime, runtime["internal"] as symbol);
  Reflect.deleteProperty(globalThis, "Worker");
  for (const name of ["getBuiltinModule", "binding", "mainModule", "_eval"]) {
    Reflect.deleteProperty(process, name);
  }
}
