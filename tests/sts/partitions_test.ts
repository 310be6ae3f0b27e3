/** The AWS SDK's own rules decide the host; here it is what users expect. */
import assert from "node:assert/strict";
import { connect } from "../../src/sts/client.ts";
import { UpdstsError } from "../../src/errors.ts";
import { SETTINGS } from "./settings.ts";

const HOSTS: [region: string, host: string, more?: {
  isGlobal?: boolean;
  useFips?: boolean;
  useDualstack?: boolean;
}][] = [
  ["us-east-1", "sts.amazonaws.com", { isGlobal: true }],
  ["us-east-1", "sts.us-east-1.amazonaws.com"],
  ["eu-central-1", "sts.eu-central-1.amazonaws.com"],
  ["us-west-2", "sts-fips.us-west-2.amazonaws.com", { useFips: true }],
  ["eu-west-1", "sts.eu-west-1.api.aws", { useDualstack: true }],
  ["cn-northwest-1", "sts.cn-northwest-1.amazonaws.com.cn"],
  ["us-gov-west-1", "sts.us-gov-west-1.amazonaws.com"],
  ["us-gov-west-1", "sts.us-gov-west-1.amazonaws.com", { useFips: true }],
  ["eusc-de-east-1", "sts.eusc-de-east-1.amazonaws.eu"],
  ["us-iso-east-1", "sts.us-iso-east-1.c2s.ic.gov"],
  ["us-isob-east-1", "sts.us-isob-east-1.sc2s.sgov.gov"],
  ["eu-isoe-west-1", "sts.eu-isoe-west-1.cloud.adc-e.uk"],
  ["us-isof-south-1", "sts.us-isof-south-1.csp.hci.ic.gov"],
];

for (const [region, host, more] of HOSTS) {
  Deno.test({
    name: `${region} ${JSON.stringify(more ?? {})} has the host ${host}`,
    // Reaches no network: the permission for it is what is missing.
    permissions: { net: false, env: true, read: true, sys: true },
    async fn() {
      const settings = { ...SETTINGS, region, isGlobal: false, ...more };
      const ask = connect({
        settings,
        caCertificates: undefined,
        timeout: 999,
      });
      const request = {
        accessKeyId: "AKIAIOSFODNN7EXAMPLE",
        secretAccessKey: "secret",
        mfa: { device: "arn:aws:iam::123456789012:mfa/me", code: "012345" },
        roles: [],
        duration: 900,
      };
      await assert.rejects(
        ask(request, new AbortController().signal),
        (error) => {
          assert.ok(error instanceof UpdstsError);
          assert.equal(
            error.message,
            `updsts has no permission to connect to ${host}:443`,
          );
          return true;
        },
      );
    },
  });
}
