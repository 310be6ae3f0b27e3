/** Pages without an MCP server. */
import assert from "node:assert/strict";
import { UpdstsError } from "../../src/errors.ts";
import type { RunRequest } from "../../src/page/pending_request.ts";
import type { RequestDetails } from "../../src/page/request_details.ts";
import { type MfaPage, MfaPages } from "../../src/page/mfa_pages.ts";
import { pageClosed } from "./page_closed.ts";

/** The device, the details and the outcome of a request. */
export const DEVICE = "arn:aws:iam::123456789012:mfa/me";
export const DETAILS: RequestDetails = {
  requester: "agent",
  profile: "default",
  stsProfile: "default_sts",
  account: "123456789012",
  roles: ["arn:aws:iam::210987654321:role/admin"],
  mfaDevice: DEVICE,
  client: "agent 1.0",
  credentialsFile: "/home/me/other",
  duration: 5400,
};
export const RESULT = {
  updated_profile_name: "default_sts",
  aws_access_key_id: "ASIAEXAMPLEEXAMPLE22",
  aws_token_expiration: "2026-01-31T09:30:00+09:00",
};
/** A log that drops every message. */
export const SILENT = { warn() {}, info() {}, debug() {} };

/** How a page is opened. */
export interface PageOptions {
  details?: RequestDetails;
  run?: RunRequest;
  lifetime?: number;
}

/** Opens a page; by default each MFA code gives a session. */
export function openPage(
  requests: MfaPages,
  { details = DETAILS, run = () => Promise.resolve(RESULT) }: PageOptions = {},
  key = "key",
): MfaPage {
  const session = { mfaDevice: DEVICE, roles: [], duration: 3600 };
  const entry = requests.open({ key, session, details, run });
  assert.ok(entry);
  return entry;
}

/** Runs a test with a page, which is gone afterwards. */
export async function withPage(
  test: (page: MfaPage, requests: MfaPages) => Promise<void>,
  options: PageOptions = {},
): Promise<void> {
  const requests = new MfaPages(SILENT, options);
  const page = openPage(requests, options);
  try {
    await test(page, requests);
  } finally {
    await requests.close();
    await pageClosed(page.url);
  }
}

/** The text of the page as a browser shows it after a form was sent. */
export async function send(
  url: string,
  form: Record<string, string>,
): Promise<string> {
  const response = await fetch(url, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  return await response.text();
}

/** The text of the page. */
export async function show(url: string): Promise<string> {
  return await (await fetch(url)).text();
}

/** Sends an MFA code. */
export const allow = (url: string, code: string) =>
  send(url, { code, action: "allow" });

/** The codes that are tried; each fails but `123456`. */
export function tryingCodes(): { tried: string[]; run: RunRequest } {
  const tried: string[] = [];
  return {
    tried,
    run(code) {
      tried.push(code);
      if (code === "123456") return Promise.resolve(RESULT);
      const message = "STS rejected the MFA code (AccessDenied)";
      return Promise.reject(
        new UpdstsError("sts_refused", message, "wait for the next one"),
      );
    },
  };
}
