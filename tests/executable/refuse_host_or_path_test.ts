import assert from "node:assert/strict";
import {
  refuseForbiddenHost,
  refuseNetworkPath,
} from "../../src/executable/refuse_host_or_path.ts";

Deno.test("a network path is refused by the executable on Windows only", () => {
  const shares = [
    "\\\\server\\share\\credentials",
    "//server/share/x",
    "\\\\?\\C:\\x",
  ];
  for (const path of shares) {
    assert.throws(() => refuseNetworkPath(path, "windows", true), {
      code: "settings_invalid",
      message: `the executable cannot open the network path ${path}`,
      hint: /^copy the file to a local drive, or run the module: deno run /,
    });
    refuseNetworkPath(path, "windows", false);
    refuseNetworkPath(path, "linux", true);
  }
  for (
    const path of ["C:\\Users\\me\\.aws\\credentials", "credentials", "\\x"]
  ) {
    refuseNetworkPath(path, "windows", true);
  }
});

Deno.test({
  name: "a host without permission is refused with a hint",
  permissions: { net: ["sts.amazonaws.com:443"] },
  fn() {
    refuseForbiddenHost("sts.amazonaws.com:443", true);
    assert.throws(() => refuseForbiddenHost("sts.example.com:443", false), {
      code: "sts_unreachable",
      message: "updsts has no permission to connect to sts.example.com:443",
    });
    assert.throws(() => refuseForbiddenHost("sts.example.com:443", true), {
      code: "settings_invalid",
      hint: / --allow-net=sts\.example\.com:443 jsr:/,
    });
    // A shell would take the brackets for a pattern.
    assert.throws(() => refuseForbiddenHost("[2001:db8::2]:443", true), {
      hint: / '--allow-net=\[2001:db8::2\]:443' jsr:/,
    });
    // It is permitted when it is known at the start.
    for (
      const host of [
        "sts.eu-west-1.amazonaws.com:443",
        "10.0.0.1:80",
        "[::1]:80",
      ]
    ) {
      assert.throws(() => refuseForbiddenHost(host, true), {
        code: "sts_unreachable",
        message: `updsts has no permission to connect to ${host}`,
      });
    }
  },
});
