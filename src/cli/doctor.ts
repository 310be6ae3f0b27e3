import {
  type Environment,
  ENVIRONMENT_VARIABLES,
  PROFILE_VARIABLES,
} from "../credentials/doctor/environment_findings.ts";
import type { CredentialsDocument } from "../credentials/document.ts";
import type { Finding } from "../credentials/doctor/finding.ts";
import { parse } from "../credentials/parse.ts";
import { checkUp, mend, type Mended } from "../doctor.ts";
import { UpdstsError } from "../errors.ts";
import { AMBIENT } from "../permissions.ts";
import { profileNames, profileSettings } from "../profile_settings.ts";
import type { ProfileSettings } from "../refresh.ts";
import type { World } from "./context.ts";
import { printable, printableJson } from "../printable.ts";
import type { CliSession, Flags } from "./run.ts";

/** The flags of `doctor`. */
export interface DoctorFlags extends Flags {
  readonly fix: boolean | undefined;
}

/** `updsts doctor`: what makes tools fail, why, and what to do. */
export async function doctor(
  cli: CliSession,
  flags: DoctorFlags,
): Promise<void> {
  const { services, world, log } = cli;
  const path = services.credentialPath(flags.credentialFile);
  const config = await services.inspectConfig();
  const unseen = AMBIENT.filter((name) => !world.maySee(name));
  if (unseen.length > 0) {
    log.warn(
      `this run may not look at ${unseen}; name them in --allow-env as well`,
    );
  }
  const parts = {
    store: services.openPrivateStore(path),
    configProfiles: config && settingsByName(config),
    environment: environmentOf(world),
    now: world.now(),
    log,
    signal: world.signal,
  };
  const { failure, ...mended }: Mended = flags.fix
    ? await mend(parts)
    : { fixed: [], findings: await checkUp(parts), diff: "" };
  world.stdout.write(
    flags.json
      ? `${printableJson({ ...mended, unseen_variables: unseen }, 2)}\n`
      : asText(mended, path),
  );
  if (failure) throw failure;
  const errors = mended.findings.filter(isError).length;
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

function environmentOf({ env }: World): Environment {
  return {
    set: new Set(ENVIRONMENT_VARIABLES.filter((name) => env(name))),
    profiles: new Map(PROFILE_VARIABLES.flatMap((name) => {
      const value = env(name);
      return value ? [[name, value]] : [];
    })),
  };
}

function asText(
  { fixed, findings, diff }: Omit<Mended, "failure">,
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
  return lines.map((line) => `${printable(line)}\n`).join("");
}

function paragraph({ line, severity, message, why, fix }: Finding): string[] {
  const where = line === null ? "" : `line ${line}: `;
  return [
    `${where}${severity}: ${message}`,
    `  why: ${why}`,
    `  fix: ${fix}`,
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
