/**
 * Removes the functions of the runtime that permissions do not cover, before
 * any third-party code is loaded. In an executable `import()` reads any file, graphics drivers
 * are libraries, and the internals of the runtime evaluate code. The build
 * ensures the rest: `import()` of the program's own modules only, a replacement
 * of `node:process`, and no code from strings (see scripts/bundle.ts and
 * scripts/compile.ts).
 */
import process from "node:process";

export function removeLoaders(): void {
  removeInternals();
  removeProperties(Deno, "UnsafeWindowSurface");
  removeProperties(
    globalThis,
    "Worker",
    "caches",
    "localStorage",
    "sessionStorage",
  );
  removeProperties(
    process,
    "getBuiltinModule",
    "binding",
    "mainModule",
    "_eval",
  );
  // WebGPU loads the drivers that environment variables and files name.
  removeProperties(Object.getPrototypeOf(navigator), "gpu");
  // Otherwise a variable that may be read could be set, for system libraries.
  removeProperties(Deno.env, "set", "delete");
  Object.defineProperty(process, "env", { value: Object.freeze({}) });
}

/** The part of the runtime's internals that is removed. */
interface Internals {
  readonly core: { readonly ops: object };
}

function removeInternals(): void {
  // The runtime calls its functions by these methods, and passes its core.
  for (const name of ["call", "apply", "bind"]) {
    const fixed = { writable: false, configurable: false };
    Object.defineProperty(Function.prototype, name, fixed);
  }
  const runtime = Deno as unknown as Record<PropertyKey, unknown>;
  const symbol = runtime["internal"] as symbol;
  const internals = runtime[symbol] as Internals;
  // Deno 2.9 sets properties of these when it first needs a part of itself: a
  // setter on `Object.prototype` would receive the object.
  for (const object of [internals, internals.core.ops]) {
    Object.setPrototypeOf(object, null);
  }
  removeProperties(Deno, symbol);
}

function removeProperties(from: object, ...names: PropertyKey[]): void {
  for (const name of names) {
    if (Reflect.deleteProperty(from, name) && !(name in from)) continue;
    throw new TypeError(`cannot remove ${String(name)} from the runtime`);
  }
}
