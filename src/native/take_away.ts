/**
 * The permissions say nothing about code that is loaded at run time: the
 * `import()` of an executable reads any file, and drivers are libraries. So
 * what could load code is taken away before any code of others is loaded. The
 * rest is seen to by the build: no `import()` but of the program's own parts,
 * no `node:process` but the one of here, and no code made of strings (see
 * scripts/bundle.ts and scripts/compile.ts).
 */
import process from "node:process";

/** Takes away what loads code, and what is kept outside of the grants. */
export function takeAwayLoaders(): void {
  const runtime = Deno as unknown as Record<PropertyKey, unknown>;
  takeAway(Deno, runtime["internal"] as symbol, "UnsafeWindowSurface");
  takeAway(globalThis, "Worker", "caches", "localStorage", "sessionStorage");
  takeAway(process, "getBuiltinModule", "binding", "mainModule", "_eval");
  // WebGPU loads the drivers that variables and files name.
  takeAway(Object.getPrototypeOf(navigator), "gpu");
  // A variable that may be read could else be set, for the system's own code.
  takeAway(Deno.env, "set", "delete");
  Object.defineProperty(process, "env", { value: Object.freeze({}) });
}

function takeAway(from: object, ...names: PropertyKey[]): void {
  for (const name of names) {
    if (Reflect.deleteProperty(from, name) && !(name in from)) continue;
    throw new TypeError("something that loads code stays");
  }
}
