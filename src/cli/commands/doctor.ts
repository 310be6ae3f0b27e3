import { DOCTOR_VARIABLES, PROXY_VARIABLES } from "../../platform/variables.ts";
import type { Finding } from "../../credentials/doctor/finding.ts";
import { diagnoseFile } from "../../operations/diagnose_file.ts";
import {
  type DoctorResult,
  fixFindings,
} from "../../operations/fix_findings.ts";
import { UpdstsError } from "../../errors.ts";
import { sanitize, sanitizeJson } from "../../util/sanitize.ts";
import type { CommandContext, CommandSpec } from "../command_types.ts";
import type { Flags } from "../command_line_types.ts";
import { hintText } from "../hints.ts";

export const spec: CommandSpec<"doctor"> = {
  usage: ["[--fix] [-c FILE]"],
  description: [
    "Checks the credentials file, ~/.aws/config and the variables of AWS tools, " +
    "without the network. The exit status is 1 if a finding makes an AWS tool " +
    "fail.",
  ],
  options: {
    fix: {
      brief: "Fix the file's mode, remove expired sessions, and show the diff",
    },
  },
};

export async function run(
  context: CommandContext,
  flags: Flags<"doctor">,
): Promise<void> {
  const { services, runtime, log } = context;
  const { path, store } = context.openCredentials();
  const config = await services.inspectConfigBytes();
  const unseen = [...DOCTOR_VARIABLES, ...PROXY_VARIABLES]
    .filter((name) => !runtime.canReadVariable(name));
  if (unseen.length > 0) {
    log.warn(
      `this run may not read ${unseen}; add them to --allow-env`,
    );
  }
  const dependencies = {
    store,
    config,
    checks: services.settingChecks,
    environment: runtime.env,
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
      : asText(result, path, services.configPath()),
  );
  if (failure) throw failure;
  const errors = result.findings.filter(isError).length;
  if (errors === 0) return;
  throw new UpdstsError(
    "faults_found",
    `${count(errors, "error")} in or around ${path} ${
      errors === 1 ? "makes" : "make"
    } AWS tools fail`,
    'follow the lines that begin with "fix:", then run updsts doctor again',
  );
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
  configPath: string | undefined,
): string {
  const isConfig = findings.some(({ file }) => file === "config");
  const where = isConfig ? `${path} and ${configPath}` : path;
  const lines = [
    ...fixed.map(({ message }) => `fixed: ${message}`),
    ...diff.split("\n").slice(0, -1),
    ...fixed.length > 0 ? [""] : [],
    ...findings.flatMap(paragraph),
    findings.length === 0
      ? `nothing ${fixed.length > 0 ? "else " : ""}found in ${path}`
      : summary(findings, where),
  ];
  return lines.map((line) => `${sanitize(line)}\n`).join("");
}

function paragraph(
  { file, line, severity, message, why, fix }: Finding,
): string[] {
  const inFile = file === "config" ? "config " : "";
  const where = line === null ? "" : `${inFile}line ${line}: `;
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
