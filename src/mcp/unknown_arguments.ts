import { UpdstsError } from "../errors.ts";
import { closestMatch } from "../util/closest_match.ts";
import type { Log } from "../util/log.ts";

/**
 * Ignores arguments that the client has added itself, but not those that
 * are probably meant for a parameter: to ignore `sts_profile` would write another
 * profile than intended.
 *
 * @throws {UpdstsError} `usage`
 */
export function checkUnknownArguments(
  args: Readonly<Record<string, unknown>>,
  parameters: readonly string[],
  log: Log,
): void {
  for (const name of Object.keys(args)) {
    if (parameters.includes(name)) continue;
    const meant = meantParameter(name, parameters);
    if (meant !== undefined) {
      throw new UpdstsError(
        "usage",
        `there is no parameter "${name}"`,
        `did you mean ${meant}?`,
      );
    }
    log.info(
      `ignored the argument ${
        /^\w{1,40}$/.test(name) ? name : "with an invalid name"
      }`,
    );
  }
}

function meantParameter(
  name: string,
  parameters: readonly string[],
): string | undefined {
  const snakeCase = name.slice(0, 100).replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase().replaceAll("-", "_");
  return closestMatch(snakeCase, parameters) ??
    parameters.find((parameter) => startsAlike(snakeCase, parameter));
}

/** Whether one has the first words of the other, such as `credential_file`. */
function startsAlike(name: string, parameter: string): boolean {
  const words = parameter.split("_");
  return name.split("_").slice(0, words.length).every((word, at) =>
    word.length > 2 &&
    (word.startsWith(words[at]!) || words[at]!.startsWith(word))
  );
}
