import { diagnose as diagnoseFiles } from "../credentials/doctor/diagnose.ts";
import { parse } from "../credentials/parse.ts";
import { sanitize } from "../util/sanitize.ts";
import { SETTING_CHECKS } from "../make_services.ts";
import {
  requireDate,
  requireOptionalStrings,
  requireStrings,
} from "./check_types.ts";
import { hintText } from "./hints.ts";

/** Options of {@linkcode diagnose}. */
export interface DiagnoseOptions {
  /** The text of `~/.aws/config`; without it, roles and regions are not checked. */
  readonly config?: string | undefined;
  /**
   * The environment of AWS tools, such as `Deno.env.toObject()`; by default empty.
   * No value is shown.
   */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** The time to compare expiries with; by default the current time. */
  readonly now?: Date | undefined;
}

/** Something that makes an AWS tool fail, or may. */
export interface Finding {
  /** Its kind, such as `session_expired`. */
  readonly code: string;
  /** `"error"` where a tool fails or misreads the file. */
  readonly severity: "error" | "warning";
  /** The file that it is about; nothing where it is the environment. */
  readonly file: "credentials" | "config" | undefined;
  /** The line of that file, counted from 1, where there is one. */
  readonly line: number | undefined;
  /** The problem, in one line. Never contains a value. */
  readonly message: string;
  /** The consequence. */
  readonly why: string;
  /** A step that solves it. */
  readonly fix: string;
}

/**
 * Finds what makes AWS tools fail, as `updsts doctor` does. Invalid files are
 * diagnosed too, and nothing is read but the arguments.
 *
 * @param text The whole credentials file.
 * @param options The config, the environment and the time.
 * @returns The findings: those of the environment, then those of the
 * credentials file by line, then those of the config by line.
 * @throws {UpdstsError} `usage` where an argument has another type.
 *
 * @example
 * ```ts
 * import { diagnose } from "@x/updsts";
 *
 * const [finding] = diagnose("[default]\nregion\n");
 * console.log(finding?.line, finding?.severity); // 2 error
 * ```
 */
export function diagnose(
  text: string,
  { config, environment = {}, now = new Date() }: DiagnoseOptions = {},
): Finding[] {
  requireStrings({ text });
  requireOptionalStrings({ config });
  requireDate(now);
  const findings = diagnoseFiles({
    credentials: { document: parse(text) },
    config: config === undefined ? undefined : { document: parse(config) },
    mode: undefined,
    losesGroup: false,
    isBindMounted: false,
    connection: { ...SETTING_CHECKS, bundleFault: () => undefined },
    environment: (name) =>
      Object.hasOwn(environment, name) ? environment[name] : undefined,
    now,
  });
  return findings.map(({ code, severity, file, line, message, why, fix }) => ({
    code,
    severity,
    file: file ?? undefined,
    line: line ?? undefined,
    message: sanitize(message),
    why,
    fix: hintText(fix),
  }));
}
