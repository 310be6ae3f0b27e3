/**
 * Takes from the runtime what permissions do not cover, before any third-party
 * code is loaded. In an executable `import()` reads any file, graphics drivers
 * are libraries, and the internals of the runtime evaluate code. The build sees
 * to the rest: no `import()` but of the program's own parts, no `node:process`
 * but a replacement, and no code made of strings (see scripts/bundle.ts and
 * scripts/compile.ts).
 */
import process from "node:process";

/** Takes away what loads code, and what is stored outside of the permissions. */
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
  // WebGPU loads the drivers that variables and files name.
  removeProperties(Object.getPrototypeOf(navigator), "gpu");
  // A variable that may be read could else be set, for the system's own code.
  removeProperties(Deno.env, "set", "delete");
  Object.defineProperty(process, "env", { value: Object.freeze({}) });
}

/** What is used of the runtime's internals. */
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
    throw new TypeError("something that loads code stays");
  }
}
