import { UpdstsError } from "../errors.ts";
import { sanitize } from "../util/sanitize.ts";
import { formatNames } from "../util/format_names.ts";
import { durationText } from "../util/duration.ts";
import type { PendingRequest } from "./pending_request.ts";

/** A document, and the content security policy that it is sent with. */
interface Page {
  readonly html: string;
  readonly policy: string;
}

/** The page of a request: the form, or the outcome. */
export function renderPage(pending: PendingRequest): Page {
  const { state, details } = pending;
  switch (state.kind) {
    case "waiting":
      return render("Allow an AWS session?", form(pending, state.failure));
    case "working":
      return render(
        "Asking AWS",
        `<p role="status">updsts has the MFA code, and waits for the response of AWS. This page then shows the outcome.</p>`,
        `<meta http-equiv="refresh" content="2">`,
      );
    case "done":
      return render(
        "Session saved",
        `<p role="status">updsts saved the session as the profile <b>${
          escape(state.result.updated_profile_name)
        }</b>. It is valid until ${
          escape(timeText(state.result.aws_token_expiration))
        }.</p>
<p>You can close this page.</p>`,
      );
    case "failed":
      return render(
        "No session",
        `<p role="alert">${failureText(state.failure)}</p>
<p>${WORDS[details.requester].failed}</p>`,
      );
    case "denied":
      return render(
        "Not allowed",
        `<p role="status">You did not allow this request for the profile <b>${
          escape(details.profile)
        }</b>. No session was saved. You can close this page.</p>`,
      );
    case "expired":
      return render(
        "Request expired",
        `<p role="alert">This request has expired. ${
          WORDS[details.requester].again
        }</p>`,
      );
  }
}

/** The words that depend on what made the request. */
const WORDS = {
  agent: {
    intro: "Your AI agent asks updsts for an AWS session.",
    secrecy: "The agent does not see it. ",
    origin: "ask your agent for this",
    again: "Ask your agent again.",
    failed: "No tries are left. Ask your agent again.",
  },
  command: {
    intro: "The command <b>updsts get</b> asks for an AWS session.",
    secrecy: "",
    origin: "start this command, or a program that runs it",
    again: "Run the command again.",
    failed: "Run the command again.",
  },
} as const;

function form(pending: PendingRequest, failure: unknown): string {
  const { details } = pending;
  const { roles, policies = [], allowedProfiles } = details;
  const words = WORDS[details.requester];
  const facts: [term: string, text: string | undefined][] = [
    ["Profile", details.profile],
    ["AWS account", details.account],
    ...roles.map((role): [string, string] => ["Role", role]),
    ...policies.map((arn): [string, string] => ["Limited by the policy", arn]),
    ["Saved as profile", details.stsProfile],
    ["MFA device", details.mfaDevice],
    ["Requested by", details.client],
    [
      "Profiles that agents may use",
      allowedProfiles && formatNames(allowedProfiles),
    ],
    ["Credentials file", details.credentialsFile],
    ["Valid for", durationText(details.duration, ["hour", "minute", "second"])],
  ];
  return `
<p>${words.intro} To allow it, type the MFA code that your MFA device shows now.</p>
<dl>
${
    facts.map(([term, text]) =>
      text === undefined ? "" : `<dt>${term}</dt><dd>${escape(text)}</dd>\n`
    ).join("")
  }</dl>
${
    failure === undefined
      ? ""
      : failureNote(pending, failure)
  }<form method="post">
<label for="code">MFA code, six digits</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required autofocus${
    failure === undefined
      ? ""
      : ' aria-describedby="failure" aria-invalid="true"'
  }>
<p><button name="action" value="allow">Allow</button>
<button name="action" value="deny" formnovalidate class="secondary">Don’t allow</button></p>
</form>
<p class="note">updsts sends the MFA code from this computer to AWS. ${words.secrecy}This page waits for ${pending.remainingTime}. If you did not ${words.origin}, choose “Don’t allow”.</p>`;
}

function failureNote({ triesLeft }: PendingRequest, failure: unknown): string {
  const tries = triesLeft === 1 ? "1 try is" : `${triesLeft} tries are`;
  return `<p id="failure" role="alert">${
    failureText(failure)
  }. ${tries} left.</p>\n`;
}

/** Other errors than an `UpdstsError` may contain a secret. */
function failureText(failure: unknown): string {
  if (!(failure instanceof UpdstsError)) return "updsts failed unexpectedly";
  const { message, hint } = failure;
  // The parts of a hint are worded for an agent, or for a command line.
  return escape(
    typeof hint === "string" ? `${message}; ${hint}` : message,
  );
}

/** `2026-01-31T09:30:00+09:00` for people; the offset is the local one. */
function timeText(expiration: string): string {
  return expiration.replace("T", " ").replace(/:\d\d(?=[+-])/, "")
    .replace(/([+-]\d\d:\d\d)$/, " ($1)");
}

const STYLE = `
:root { color-scheme: light dark; font: 1.0625rem/1.5 system-ui, sans-serif; }
body { max-width: 34rem; margin: 0 auto; padding: 1.5rem 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; }
dt { font-weight: 600; } dd { margin: 0 0 .5rem; }
label { display: block; font-weight: 600; }
input, button { box-sizing: border-box; font: inherit; padding: .5rem 1rem; max-width: 100%; }
input { width: 10em; letter-spacing: .15em; }
button { min-width: 8rem; margin: 0 .5rem .5rem 0; cursor: pointer; }
:focus-visible { outline: .2rem solid currentColor; outline-offset: .15rem; }
[role=alert] { border-left: .3rem solid #c62828; padding-left: .75rem; }
[role=status] { border-left: .3rem solid #2e7d32; padding-left: .75rem; }
.note { font-size: .9rem; }
`;

function render(title: string, body: string, head = ""): Page {
  const nonce = crypto.randomUUID();
  return {
    html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - updsts</title>
${head}<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`,
    policy: `default-src 'none'; style-src 'nonce-${nonce}'; ` +
      "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  };
}

function escape(text: string): string {
  return sanitize(text).replace(
    /[&<>"']/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}
