import { validationError } from "./sts_refusals.ts";

/** Parameters of an action by name, as they came. */
export type Parameters = Record<string, string>;

/** Throws the `Refusal` that names every parameter out of range. */
export function checkParameters(parameters: Parameters): void {
  const { SerialNumber: serial, TokenCode: code, DurationSeconds: seconds } =
    parameters;
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
    } else if (Number(seconds) > 129_600) {
      complain(
        "durationSeconds",
        seconds,
        "have value less than or equal to 129600",
      );
    }
  }
  if (complaints.length > 0) throw validationError(complaints);
}
