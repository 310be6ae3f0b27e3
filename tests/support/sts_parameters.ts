import { validationError } from "./sts_refusals.ts";

/** Parameters of an action by name, as they came. */
export type Parameters = Record<string, string>;

/** Throws the `Refusal` that names every parameter out of range. */
export function checkParameters(parameters: Parameters): void {
  const { SerialNumber: serial, TokenCode: code, DurationSeconds: seconds } =
    parameters;
  const longest = "RoleArn" in parameters ? 43_200 : 129_600;
  const complaints: string[] = [];
  const complain = (member: string, value: string, constraint: string) =>
    complaints.push(
      `Value '${value}' at '${member}' failed to satisfy constraint: Member must ${constraint}`,
    );

  if (serial !== undefined && !/^[\w+=/:,.@-]{9,256}$/.test(serial)) {
    complain(
      "serialNumber",
      serial,
      "satisfy regular expression pattern: [\\w+=/:,.@-]* and have 9 to 256 characters",
    );
  }
  if (code !== undefined && !/^\d{6}$/.test(code)) {
    complain(
      "tokenCode",
      code,
      "satisfy regular expression pattern: [\\d]* and have 6 characters",
    );
  }
  if (seconds !== undefined) {
    if (!/^\d+$/.test(seconds)) {
      complain("durationSeconds", seconds, "be an integer");
    } else if (Number(seconds) < 900) {
      complain(
        "durationSeconds",
        seconds,
        "have value greater than or equal to 900",
      );
    } else if (Number(seconds) > longest) {
      complain(
        "durationSeconds",
        seconds,
        `have value less than or equal to ${longest}`,
      );
    }
  }
  for (const [name, member, pattern] of ROLE_PARAMETERS) {
    const value = parameters[name];
    if (value === undefined || pattern.test(value)) continue;
    complain(
      member,
      value,
      `satisfy regular expression pattern: ${pattern.source}`,
    );
  }
  for (const [name, value] of Object.entries(parameters)) {
    const [, list, number, key] =
      /^(\w+)\.member\.(\d+)(?:\.(\w+))?$/.exec(name) ?? [];
    if (list === undefined) continue;
    const rule = LISTS[key === undefined ? list : `${list}.${key}`];
    if (!rule?.pattern.test(value)) {
      complain(
        name,
        value,
        `satisfy regular expression pattern: ${rule?.pattern}`,
      );
    } else if (Number(number) > rule.most) {
      complain(list, value, `have length less than or equal to ${rule.most}`);
    }
  }
  if (complaints.length > 0) throw validationError(complaints);
}

const ROLE_PARAMETERS: [name: string, member: string, pattern: RegExp][] = [
  ["RoleArn", "roleArn", /^arn:[\w-]+:iam::\d{12}:role\/[\x21-\x7e]{1,512}$/],
  ["RoleSessionName", "roleSessionName", /^[\w+=,.@-]{2,64}$/],
  ["ExternalId", "externalId", /^[\w+=,.@:/-]{2,1224}$/],
  ["SourceIdentity", "sourceIdentity", /^(?!aws:)[\w+=,.@-]{2,64}$/],
];

/** The lists of AssumeRole: what a member may be, and how many there may be. */
const TAG_KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const LISTS: Record<string, { pattern: RegExp; most: number }> = {
  "PolicyArns.arn": {
    pattern: /^arn:[\w-]+:iam::(\d{12}|aws):policy\/[\x21-\x7e]{1,512}$/,
    most: 10,
  },
  "Tags.Key": { pattern: TAG_KEY, most: 50 },
  "Tags.Value": { pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u, most: 50 },
  TransitiveTagKeys: { pattern: TAG_KEY, most: 50 },
};
