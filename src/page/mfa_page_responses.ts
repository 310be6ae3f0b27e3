import { within } from "../util/within.ts";
import type { PageRequest, PageResponse } from "./mfa_page_server.ts";
import type { PendingRequest } from "./pending_request.ts";
import { renderPage } from "./mfa_page_html.ts";

/**
 * Milliseconds until a form is answered, with a page that waits for the outcome
 * if there is none yet.
 */
const MAX_WAIT = 10_000;

/**
 * Answers a request for the page of a pending request. A form is answered with a
 * redirect to the page, so that to reload or to go back never sends it again.
 *
 * @param request A request with the right host and path.
 * @param isOpen Whether the server answers further requests.
 */
export async function respond(
  pending: PendingRequest,
  request: PageRequest,
  isOpen: () => boolean,
): Promise<PageResponse> {
  const { method, target, host, origin, site, body } = request;
  if (method === "GET") return page(pending);
  if (method !== "POST") return plain(405);
  const isForeign = (origin !== undefined && origin !== `http://${host}`) ||
    (site !== undefined && site !== "same-origin");
  if (isForeign) return plain(403);
  await submit(pending, new URLSearchParams(body));
  if (!isOpen()) return page(pending);
  return { ...plain(303), headers: { ...HEADERS, location: target } };
}

async function submit(
  pending: PendingRequest,
  form: URLSearchParams,
): Promise<void> {
  if (form.get("action") === "deny") return pending.deny();
  await within(MAX_WAIT, pending.submit(form.get("code") ?? ""));
}

/** The response to a request for an unknown page. */
export function notFound(): PageResponse {
  return plain(404);
}

const HEADERS = {
  "cache-control": "no-store",
  // With "no-referrer", browsers hide the origin of a form.
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
};

function plain(status: number): PageResponse {
  return { status, headers: HEADERS, body: "" };
}

function page(pending: PendingRequest): PageResponse {
  const { html, policy } = renderPage(pending);
  pending.markShown();
  return {
    status: pending.state.kind === "expired" ? 410 : 200,
    headers: {
      ...HEADERS,
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy,
    },
    body: html,
  };
}
