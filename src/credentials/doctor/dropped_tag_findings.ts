import { blockAt } from "../blocks.ts";
import type { CredentialsDocument } from "../document.ts";
import { parseExpiration } from "../expiry.ts";
import type { Fault } from "./finding.ts";

/**
 * Sessions of updsts without their tags. Tools that write the file with Python's
 * `configparser` drop its comments, and the tags are comments.
 */
export function droppedTagFindings(document: CredentialsDocument): Fault[] {
  return [...document.sections.values()].flatMap(
    ({ name, line, settings }): Fault[] => {
      const read = (key: string) => settings.get(key)?.value ?? "";
      const isSession = read("aws_access_key_id").startsWith("ASIA") &&
        settings.has("aws_session_token") &&
        parseExpiration(read("expiration_datetime")) !== undefined;
      if (!isSession || blockAt(document, line)) return [];
      const message = `the session [${name}] has lost the tags of updsts`;
      return [{ code: "tags_dropped", line, message }];
    },
  );
}
