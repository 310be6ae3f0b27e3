/** How long a call waits for its user, and what its client hears meanwhile. */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { askUser, type CodeRequest } from "../../src/mcp/ask_user.ts";
import { MfaPages } from "../../src/page/mfa_pages.ts";
import { type ToolCall, ToolReply } from "../../src/mcp/tool_call.ts";
import { quoteCommand } from "../../src/platform/quote_words.ts";
import { UpdstsError } from "../../src/errors.ts";
import { RawServer, textOf } from "./raw_server.ts";
import { withScene } from "./scene.ts";

const RESULT = {
  updated_profile_name: "default_sts",
  aws_access_key_id: "ASIAEXAMPLEEXAMPLE22",
  aws_token_expiration: "2026-01-31T09:30:00+09:00",
};
const SESSION = {
  mfaDevice: "arn:aws:iam::123456789012:mfa/me",
  roles: [],
  duration: 3600,
};
const SHORT = 30;

interface Setting {
  requests: MfaPages;
  codeRequest: CodeRequest;
  /** The only page. */
  page: NonNullable<CodeRequest["page"]>;
}

/** A request that is new. */
async function withRequest(
  test: (setting: Setting) => Promise<void>,
): Promise<void> {
  const requests = new MfaPages({ warn() {}, info() {}, debug() {} });
  const run = () => Promise.resolve(RESULT);
  const page = requests.open({
    key: "key",
    session: SESSION,
    run,
    details: {
      requester: "agent",
      profile: "default",
      stsProfile: "default_sts",
      account: undefined,
      roles: [],
      mfaDevice: SESSION.mfaDevice,
      client: undefined,
      credentialsFile: undefined,
      duration: 3600,
    },
  })!;
  const codeRequest: CodeRequest = {
    request: { profileName: "default", stsProfileName: "default_sts" },
    session: SESSION,
    credentialFile: undefined,
    page,
    isNew: true,
    allowForm: false,
    program: () => Promise.resolve(["/opt/my updsts"]),
    run,
  };
  try {
    await test({ requests, codeRequest, page });
  } finally {
    await requests.close();
  }
}

const never = () => new Promise<never>(() => {});

/** A call in the 2025 protocol. */
function call(more: Partial<ToolCall> = {}): ToolCall {
  return {
    client: undefined,
    hasUrlMode: true,
    hasFormMode: false,
    responses: undefined,
    state: undefined,
    signal: new AbortController().signal,
    elicitation: { create: never, complete: () => Promise.resolve() },
    reportProgress: undefined,
    ...more,
  };
}

/** The text that the call ends with, which names the page. */
async function replyOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof ToolReply, String(error));
    const { content, isError } = error.result as {
      content: { text: string }[];
      isError: boolean;
    };
    assert.equal(isError, true);
    return content[0]!.text;
  }
  throw new Error("the call has a result");
}

Deno.test("a client that does not answer whether it opens the page gets its URL", async (t) => {
  const cases = {
    "without progress": { silent: SHORT },
    "with progress": { unanswered: SHORT },
  };
  for (const [what, limits] of Object.entries(cases)) {
    await t.step(what, () =>
      withRequest(async ({ codeRequest, page }) => {
        const signals: AbortSignal[] = [];
        const text = await replyOf(askUser(
          codeRequest,
          call({
            reportProgress: what === "with progress"
              ? () => Promise.resolve()
              : undefined,
            elicitation: {
              create: (_, signal) => {
                signals.push(signal);
                return never();
              },
              complete: () => Promise.resolve(),
            },
          }),
          limits,
        ));
        assert.ok(text.includes(page.url));
        const command = quoteCommand([
          "/opt/my updsts",
          "get",
          "-n",
          "default",
        ]);
        assert.ok(text.endsWith(` terminal: ${command}`), text);
        // The question is withdrawn, and the page is not.
        assert.equal(signals[0]?.aborted, true);
        assert.equal(page.pending.state.kind, "waiting");
      }));
  }
});

Deno.test("a call whose user takes too long gets the page's URL, and the next call waits again", () =>
  withRequest(async ({ codeRequest, page }) => {
    const limits = { silent: SHORT };
    const accepted = call({
      elicitation: {
        create: () => Promise.resolve({ action: "accept" }),
        complete: () => Promise.resolve(),
      },
    });
    const first = askUser(codeRequest, accepted, limits);
    assert.ok((await replyOf(first)).includes(page.url));
    const second = askUser(
      { ...codeRequest, isNew: false },
      call(),
      limits,
    );
    assert.ok((await replyOf(second)).includes(page.url));
    const third = askUser({ ...codeRequest, isNew: false }, call());
    await page.pending.submit("123456");
    assert.deepEqual(await third, RESULT);
  }));

Deno.test("a waiting call reports progress if the client requested it", () =>
  withRequest(async ({ codeRequest, page }) => {
    let reports = 0;
    const reported = Promise.withResolvers<void>();
    const waiting = askUser(
      codeRequest,
      call({
        reportProgress: () => {
          if (++reports === 3) reported.resolve();
          return Promise.reject(new Error("a client that is gone"));
        },
      }),
      { silent: 1, progress: 10 },
    );
    await reported.promise;
    await page.pending.submit("123456");
    assert.deepEqual(await waiting, RESULT);
    const total = reports;
    await sleep(50);
    assert.equal(reports, total);
  }));

Deno.test("a cancelled call ends its request, unless the model has the page's URL", () =>
  withRequest(async ({ codeRequest, page, requests }) => {
    const shown = requests.open({ ...page, key: "other" })!;
    shown.pending.isAnnounced = true;
    const user = new AbortController();
    const calls = [page, shown].map((page) =>
      askUser(
        { ...codeRequest, page, isNew: false },
        call({
          signal: user.signal,
          responses: { page: { action: "accept" } },
        }),
      )
    );
    const ended = Promise.allSettled(calls);
    user.abort(new UpdstsError("interrupted", "cancelled"));
    for (const { status } of await ended) assert.equal(status, "rejected");
    assert.equal(page.pending.state.kind, "expired");
    assert.equal(shown.pending.state.kind, "waiting");
  }));

Deno.test("a call that is cancelled before it waits ends its request", () =>
  withRequest(async ({ codeRequest, page }) => {
    const cancelled = new UpdstsError("interrupted", "cancelled");
    await assert.rejects(
      askUser(codeRequest, call({ signal: AbortSignal.abort(cancelled) })),
      cancelled,
    );
    assert.equal(page.pending.state.kind, "expired");
  }));

Deno.test("a 2025 client is notified that its user has finished, and gets the result without an answer", () =>
  withScene(async (scene) => {
    await using server = RawServer.start(scene);
    await server.initialize({ elicitation: { url: {} } });
    const id = await server.send("tools/call", {
      name: "updsts_update_sts_credential",
      arguments: { profile_name: "default" },
    });
    const { params, id: asked } = await server.message(({ method }) =>
      method === "elicitation/create"
    );
    const body = new URLSearchParams({ code: scene.device.nextCode() });
    const response = await fetch(params.url, { method: "POST", body });
    assert.match(await response.text(), /Session saved/);
    const { result } = await server.answerTo(id);
    assert.equal(textOf(result).updated_profile_name, "default_sts");
    const complete = await server.message(({ method }) =>
      method === "notifications/elicitation/complete"
    );
    assert.equal(complete.params.elicitationId, params.elicitationId);
    const withdrawn = await server.message(({ method }) =>
      method === "notifications/cancelled"
    );
    assert.equal(withdrawn.params.requestId, asked);
  }));
