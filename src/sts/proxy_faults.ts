import { UpdstsError } from "../errors.ts";
import { explainSettings } from "./explain_setting.ts";
import { parseProxy, PROXY_LISTS } from "./proxy.ts";

/** The errors of the proxy variables that take precedence; none shows a value. */
export function proxyFaults(
  env: (name: string) => string | undefined,
): UpdstsError[] {
  const used = PROXY_LISTS
    .map((names) => names.find((name) => env(name)))
    .filter((name) => name !== undefined);
  return [...new Set(used)].flatMap((variable) => {
    try {
      explainSettings(() => parseProxy(variable, env(variable)!));
      return [];
    } catch (error) {
      if (error instanceof UpdstsError) return [error];
      throw error;
    }
  });
}
