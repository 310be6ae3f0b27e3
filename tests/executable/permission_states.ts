/** Ends the program with the states of some permissions as JSON. */
export function printStates(home: string): never {
  const state = (descriptor: Deno.PermissionDescriptor) =>
    Deno.permissions.querySync(descriptor).state;
  const file = `${home}/.aws/credentials`;
  const states = {
    write: state({ name: "write", path: file }),
    "write elsewhere": state({ name: "write", path: `${home}/other` }),
    read: state({ name: "read", path: file }),
    "read elsewhere": state({ name: "read", path: `${home}/other` }),
    net: state({ name: "net", host: "sts.eu-west-1.amazonaws.com:443" }),
    "net elsewhere": state({ name: "net", host: "x.amazonaws.com:443" }),
    env: state({ name: "env", variable: "PATH" }),
    sys: state({ name: "sys", kind: "hostname" }),
    run: state({ name: "run" }),
    ffi: state({ name: "ffi" }),
    import: state({ name: "import" }),
  };
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(states)));
  Deno.exit(0);
}
