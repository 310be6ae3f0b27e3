import { sanitize } from "../util/sanitize.ts";

/** What the user is shown of the call that the code is for. */
export interface PageFacts {
  readonly profile: string;
  /** As it may be shown. */
  readonly device: string;
  readonly stsProfile: string;
  /** Their ARNs, in the order in which they are assumed. */
  readonly roles: readonly string[];
  readonly duration: number;
}

/** A document, and the content security policy that it is sent with. */
export interface Page {
  readonly html: string;
  readonly policy: string;
}

/** The page with the one field. */
export function renderForm(facts: PageFacts, complaint?: string): Page {
  const { profile, device, stsProfile, roles, duration } = facts;
  return render(`
<h1>An AWS session is asked for</h1>
<p>Your AI agent asks updsts for a session. Type the code of your MFA device to allow it.</p>
<dl>
<dt>Profile</dt><dd>${escape(profile)}</dd>
<dt>MFA device</dt><dd>${escape(device)}</dd>
${
    roles.map((role) => `<dt>Role</dt><dd>${escape(role)}</dd>\n`).join("")
  }<dt>Written to profile</dt><dd>${escape(stsProfile)}</dd>
<dt>Lasts</dt><dd>${duration} seconds</dd>
</dl>
<form method="post">
<label for="code">Six-digit code</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required autofocus${
    complaint ? ' aria-describedby="complaint" aria-invalid="true"' : ""
  }>
<button>Send</button>
${complaint ? `<p id="complaint" role="alert">${escape(complaint)}</p>` : ""}
</form>
<p>The code goes to updsts on this computer and from there to AWS. The agent does not see it. If you did not ask your agent for this, close this page.</p>`);
}

/** The page after the code was taken. */
export function renderDone(): Page {
  return render(`
<h1>Thank you</h1>
<p>updsts has the code and asks AWS for the session. Your agent says how it went. You can close this page.</p>`);
}

const STYLE = `
:root { color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif; }
body { max-width: 34rem; margin: 3rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
dt { font-weight: bold; } dd { margin: 0 0 .5rem; }
label { display: block; font-weight: bold; }
input, button { font: inherit; padding: .4rem .8rem; }
input { width: 8em; letter-spacing: .15em; }
`;

function render(body: string): Page {
  const nonce = crypto.randomUUID();
  return {
    html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>updsts</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>${body}
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
