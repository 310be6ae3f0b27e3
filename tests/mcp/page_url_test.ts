/** Clients that cannot show a page or a form to their user. */
import assert from "node:assert/strict";
import { type, UPDATE, urlOf } from "./page_client.ts";
import { refusalOf, textOf } from "./raw_server.ts";
import { withScene } from "./scene.ts";
import { connectClient, PROTOCOLS } from "./sdk_clients.ts";

const FORM = "--allow-form-elicitation";

for (const kind of PROTOCOLS) {
  Deno.test(`the ${kind} client that cannot open a page gets its URL, and the next call the result`, async (t) => {
    const never = () => Promise.reject(new Error("must not be asked"));
    const fail = () => Promise.reject(new Error("not implemented"));
    const decline = () => Promise.resolve({ action: "decline" });
    const cancel = () => Promise.resolve({ action: "cancel" });
    const cases = {
      "it has no elicitation": {},
      "it has forms, which the user did not allow": {
        elicitation: { form: {} },
        answer: never,
      },
      "its elicitation has no mode": { elicitation: {}, answer: never },
      "its user declined the form": {
        elicitation: { form: {} },
        answer: decline,
        args: [FORM],
      },
      "it declined the page and has no form": {
        elicitation: { url: {} },
        answer: decline,
        args: [FORM],
      },
      "it fails to open the page": {
        elicitation: { url: {} },
        answer: fail,
        isLegacy: true,
      },
      "it fails to show the form": {
        elicitation: { form: {} },
        answer: fail,
        args: [FORM],
        isLegacy: true,
      },
      "it cancelled the page and the form": {
        elicitation: { url: {}, form: {} },
        answer: cancel,
        args: [FORM],
      },
      "it answers the form without a code": {
        elicitation: { form: {} },
        answer: () => Promise.resolve({ action: "accept", content: {} }),
        args: [FORM],
      },
    };
    for (const [what, options] of Object.entries(cases)) {
      // In the 2026 protocol it is the client's own call that fails.
      if ("isLegacy" in options && kind !== "v1") continue;
      await t.step(what, () =>
        withScene(async (scene) => {
          await using client = await connectClient(scene, { kind, ...options });
          const call = () =>
            client.call(UPDATE, {
              profile_name: "default",
              sts_profile_name: "work",
              duration: 900,
            });
          const refused = await call();
          const text = refusalOf(refused);
          assert.match(text, /^the user has to type the MFA code of the MFA/);
          assert.ok(
            text.endsWith(` get -n default -sn work -d 900 -c ${scene.file}`),
            text,
          );
          await scene.assertUntouched();
          assert.equal(scene.sts.requests.length, 0);
          const url = urlOf(refused);
          const shown = await type(url, scene.device.nextCode());
          assert.match(shown, /Session saved/);
          const written = await scene.read();
          assert.ok(written.startsWith(scene.original));
          assert.ok(written.includes(scene.sts.issued[0]!.sessionToken));
          const result = await call();
          assert.equal(textOf(result).updated_profile_name, "work");
          assert.equal(scene.sts.requests.length, 1);
        }));
    }
  });
}
