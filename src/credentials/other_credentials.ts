import { powershellQuote, shellQuote } from "../util/shell_quote.ts";
import type { Profile } from "./profiles.ts";

/** How AWS tools get the credentials of a profile that has no access keys. */
interface OtherCredentials {
  /** Follows "it". */
  readonly description: string;
  /** The command that renews them, or that shows whether they work. */
  readonly hint: string;
}

const KINDS: readonly {
  readonly settings: readonly string[];
  readonly description: string;
  /** The AWS CLI's command that renews them; AWS tools renew the others. */
  readonly login?: string;
}[] = [
  {
    settings: ["sso_session", "sso_start_url", "sso_account_id"],
    description: "gets its credentials from IAM Identity Center",
    login: "aws sso login --profile",
  },
  {
    settings: ["login_session"],
    description: 'gets its credentials from a sign-in with "aws login"',
    login: "aws login --profile",
  },
  {
    settings: ["web_identity_token_file"],
    description: "gets its credentials with a web identity token",
  },
  {
    settings: ["credential_source"],
    description:
      "gets its credentials from the environment, the container or the EC2 instance",
  },
  {
    settings: ["credential_process"],
    description: "gets its credentials from another program",
  },
];

/**
 * How AWS tools get the credentials of a profile without access keys. The text
 * names the setting and never shows its value.
 *
 * @returns Nothing for a profile that gets none in such a way.
 */
export function findOtherCredentials(
  { name, get }: Profile,
): OtherCredentials | undefined {
  for (const { settings, description, login } of KINDS) {
    const setting = settings.find(get);
    if (setting === undefined) continue;
    const command = `${login ?? CHECK} ${pasteable(name)}`;
    return {
      description: `${description} (${setting})`,
      hint: login
        ? `renew them with "${command}"; AWS tools use the profile directly`
        : `AWS tools use the profile directly: check it with "${command}"`,
    };
  }
  return undefined;
}

const CHECK = "aws sts get-caller-identity --profile";

/**
 * A user may paste the command together with the quotes around it: there a name
 * that needs its own quotes could run code.
 */
function pasteable(name: string): string {
  const isPlain = [shellQuote, powershellQuote]
    .every((quote) => quote([name]) === name);
  return isPlain ? name : "NAME";
}
