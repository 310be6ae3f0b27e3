import assert from "node:assert/strict";
import { makeHome } from "../support/updsts.ts";
import { type FakeOutcome, type FakeRuntime, runIn } from "./fake_runtime.ts";

/** When the tests are. */
export const NOW = new Date("2025-10-05T06:00:00Z");
/** A profile with a secret that must not be shown. */
export const KEYS =
  "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = CANARY\n";

/** What came of it, and what the file is then. */
export interface DoctorOutcome extends FakeOutcome {
  after: string;
  names: string[];
  mode: number;
}

/** Runs `updsts doctor` on a file of its own. */
export async function doctor(
  text: string | Uint8Array,
  args: string[] = [],
  { mode = 0o600, ...fake }: FakeRuntime & { mode?: number } = {},
): Promise<DoctorOutcome> {
  await using home = await makeHome(text);
  if (Deno.build.os !== "windows") await Deno.chmod(home.credentials, mode);
  const runtime = { now: NOW, home: home.path, ...fake };
  const outcome = await runIn(runtime, "doctor", ...args);
  const shown = (text: string) =>
    text.replaceAll(home.credentials, "HOME/.aws/credentials");
  const stdout = shown(outcome.stdout);
  const stderr = shown(outcome.stderr);
  assert.doesNotMatch(stdout + stderr, /CANARY/);
  const info = await Deno.stat(home.credentials);
  return {
    ...{ status: outcome.status, stdout, stderr },
    after: await home.read(),
    names: await home.names(),
    mode: (info.mode ?? 0o600) & 0o777,
  };
}
