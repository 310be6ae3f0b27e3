/**
 * Replaces the module that reads the profiles between the two steps of the
 * narrowing, and prints the permissions at that time.
 */
import type { PathEnvironment } from "../../src/platform/aws_paths.ts";

/** Ends the program with the states of some permissions as JSON. */
export function connectionSettings(
  file: string,
  _profile: string | undefined,
  { home }: PathEnvironment,
): never {
  const state = (descriptor: Deno.PermissionDescriptor) =>
    Deno.permissions.querySync(descriptor).state;
  const states = {
    write: state({ name: "write", path: file }),
    "write elsewhere": state({ name: "write", path: `${home()}/other` }),
    env: state({ name: "env", variable: "PATH" }),
    sys: state({ name: "sys", kind: "hostname" }),
    run: state({ name: "run" }),
    ffi: state({ name: "ffi" }),
    import: state({ name: "import" }),
  };
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(states)));
  Deno.exit(0);
}
