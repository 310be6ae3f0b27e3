/**
 * The confined part of the executable: the whole program. The permissions say
 * nothing about code that is loaded at run time: an executable's `import()`
 * reads any file. So what could load code is taken away before any code of
 * others is loaded. The rest is seen to by the build: no `import()` but of the
 * program's own parts, no code made of strings (see scripts/bundle.ts).
 */
import process from "node:process";

const inner = Deno as unknown as Record<PropertyKey, unknown>;
Reflect.deleteProperty(inner, inner["internal"] as symbol);
Reflect.deleteProperty(globalThis, "Worker");
for (const name of ["getBuiltinModule", "binding", "mainModule", "_eval"]) {
  Reflect.deleteProperty(process, name);
}

const { postMessage } = globalThis as unknown as {
  postMessage(status: number): void;
};
const { main } = await import("../main.ts");
await main((status) => postMessage(status));
