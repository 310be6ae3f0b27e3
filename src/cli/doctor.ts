import {
  DOCTOR_VARIABLES,
  type Environment,
  ENVIRONMENT_VARIABLES,
  PROFILE_VARIABLES,
} from "../credentials/doctor/environment_findings.ts";
import type { CredentialsDocument } from "../credentials/document.ts";
import type { Finding } from "../credentials/doctor/finding.ts";
import { parse } from "../credentials/parse.ts";
import {
  diagnoseFile,
  type DoctorResult,
  fixFindings,
} from "../operations/doctor.ts";
import { UpdstsError } from "../errors.ts";
import { profileNames, profileSettings } from "../credentials/profiles.ts";
import type { ProfileSettings } from "../credentials/profiles.ts";
import type { Runtime } from "./context.ts";
import { sanitize, sanitizeJson } from "../util/sanitize.ts";
import type { CliSession, Flags } from "./context.ts";
import { hintText } from "./hints.ts";

/** The flags of `doctor`. */
export interface DoctorFlags extends Flags {
  readonly fix: boolean | undefined;
}

/** `updsts doctor`: what makes tools fail, why, and what to do. */
export async function doctor(
  cli: CliSession,
  flags: DoctorFlags,
): Promise<void> {
  const { services, runtime, log } = cli;
  const path = services.credentialPath(flags.credentialFile);
  log.info(`the credentials file is ${path}`);
  const config = await services.inspectConfig();
  const unseen = DOCTOR_VARIABLES.filter((name) => !runtime.maySee(name));
  if (unseen.length > 0) {
    log.warn(
      `this run may not look at ${unseen}; name them in --allow-env as well`,
    );
  }
  const dependencies = {
    store: services.openPrivateStore(path),
    configProfiles: config && settingsByName(config),
    environment: environmentOf(runtime),
    now: runtime.now(),
    log,
    signal: runtime.signal,
  };
  const { failure, ...result }: DoctorResult = flags.fix
    ? await fixFindings(dependencies)
    : { fixed: [], findings: await diagnoseFile(dependencies), diff: "" };
  runtime.stdout.write(
    flags.json
      ? `${sanitizeJson(asJson(result, unseen), 2)}\n`
      : asText(result, path),
  );
  if (failure) throw failure;
  const errors = result.findings.filter(isError).length;
  if (errors === 0) return;
  throw new UpdstsError(
    "faults_found",
    `${count(errors, "fault")} in or around ${path} will make a tool fail`,
    'do what stands behind "fix:", then run this again',
  );
}

function settingsByName(
  config: CredentialsDocument,
): Map<string, ProfileSettings> {
  const none = parse("");
  return new Map(
    profileNames(config)
      .map((name) => [name, profileSettings(none, name, config)!]),
  );
}

function environmentOf({ env }: Runtime): Environment {
  return {
    set: new Set(ENVIRONMENT_VARIABLES.filter((name) => env(name))),
    profiles: new Map(PROFILE_VARIABLES.flatMap((name) => {
      const value = env(name);
      return value ? [[name, value]] : [];
    })),
  };
}

function asJson(
  { fixed, findings, diff }: Omit<DoctorResult, "failure">,
  unseen: readonly string[],
) {
  const worded = (finding: Finding) => ({
    ...finding,
    fix: hintText(finding.fix),
  });
  return {
    fixed: fixed.map(worded),
    findings: findings.map(worded),
    diff,
    unseen_variables: unseen,
  };
}

function asText(
  { fixed, findings, diff }: Omit<DoctorResult, "failure">,
  path: string,
): string {
  const lines = [
    ...fixed.map(({ message }) => `fixed: ${message}`),
    ...diff.split("\n").slice(0, -1),
    ...fixed.length > 0 ? [""] : [],
    ...findings.flatMap(paragraph),
    findings.length === 0
      ? `nothing ${fixed.length > 0 ? "else " : ""}found in ${path}`
      : summary(findings, path),
  ];
  return lines.map((line) => `${sanitize(line)}\n`).join("");
}

function paragraph({ line, severity, message, why, fix }: Finding): string[] {
  const where = line === null ? "" : `line ${line}: `;
  return [
    `${where}${severity}: ${message}`,
    `  why: ${why}`,
    `  fix: ${hintText(fix)}`,
    "",
  ];
}

function summary(findings: readonly Finding[], path: string): string {
  const errors = findings.filter(isError).length;
  const warnings = findings.length - errors;
  return `${count(errors, "error")}, ${count(warnings, "warning")} in ${path}`;
}

function isError({ severity }: Finding): boolean {
  return severity === "error";
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
