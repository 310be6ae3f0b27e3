import assert from "node:assert/strict";
import {
  diagnose,
  type FileText,
} from "../../src/credentials/doctor/diagnose.ts";
import type { Finding } from "../../src/credentials/doctor/finding.ts";
import { parse } from "../../src/credentials/parse.ts";
import { hintText } from "../../src/cli/hints.ts";
import { SETTING_CHECKS } from "../../src/make_services.ts";
import { CLEAN_CONFIGS, FAULTY_CONFIGS } from "./faulty_configs.ts";

function findings(config: FileText, credentials: string): Finding[] {
  return diagnose({
    credentials: { document: parse(credentials) },
    config,
    mode: 0o600,
    losesGroup: false,
    isBindMounted: false,
    environment: () => undefined,
    connection: { ...SETTING_CHECKS, bundleFault: () => undefined },
    now: new Date("2025-10-05T06:00:00Z"),
  });
}

for (
  const { name, config, credentials, finds } of [
    ...CLEAN_CONFIGS,
    ...FAULTY_CONFIGS,
  ]
) {
  const what = finds.length === 0 ? "nothing" : "what is wrong, and no more,";
  Deno.test(`doctor finds ${what} in a config with ${name}`, () => {
    const found = findings({ document: parse(config) }, credentials);
    assert.deepEqual(
      found.map(({ code, severity, file, line }) => [
        ...[code, severity, file, line],
      ]),
      finds.map(([code, severity, line]) => [code, severity, "config", line]),
    );
    for (const { message, why, fix } of found) {
      const words = [message, why, hintText(fix)];
      assert.doesNotMatch(words.join(), /canary/i);
      for (const each of words) assert.match(each, /^\S.*[^.\s]$/);
    }
  });
}
