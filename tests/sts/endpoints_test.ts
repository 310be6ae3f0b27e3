import { STSClient } from "@aws-sdk/client-sts";
import assert from "node:assert/strict";
import { stsHost } from "../../src/sts/sts_host.ts";
import { SETTINGS } from "./settings.ts";

/** Every region that the AWS SDK knows, and some that AWS has yet to open. */
const REGIONS = (
  "af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 " +
  "ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 " +
  "ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 " +
  "ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 " +
  "eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 " +
  "me-west-1 mx-central-1 sa-east-1 sa-west-1 us-east-1 us-east-2 us-west-1 " +
  "us-west-2 cn-north-1 cn-northwest-1 eusc-de-east-1 us-iso-east-1 " +
  "us-iso-west-1 us-isob-east-1 us-isob-west-1 eu-isoe-west-1 us-isof-east-1 " +
  "us-isof-south-1 us-gov-east-1 us-gov-west-1 " +
  "eu-future-7 cn-future-2 us-gov-future-3 eusc-de-future-4 us-isof-future-5"
).split(" ");

const client = new STSClient({ region: "us-east-1" });

for (const useFips of [false, true]) {
  for (const useDualstack of [false, true]) {
    Deno.test(`stsHost() is the AWS SDK's host of every region, FIPS ${useFips}, dualstack ${useDualstack}`, () => {
      for (const region of REGIONS) {
        const { url } = client.config.endpointProvider({
          Region: region,
          UseFIPS: useFips,
          UseDualStack: useDualstack,
          UseGlobalEndpoint: false,
        });
        const host = stsHost({
          ...SETTINGS,
          region,
          useFips,
          useDualstack,
          isGlobal: false,
        });
        assert.equal(host, `${url.hostname}:443`);
      }
    });
  }
}

Deno.test("stsHost() is the AWS SDK's global host where there is no region", () => {
  const { url } = client.config.endpointProvider({
    Region: "us-east-1",
    UseGlobalEndpoint: true,
    UseFIPS: false,
    UseDualStack: false,
  });
  assert.equal(stsHost(SETTINGS), `${url.hostname}:443`);
});

const ENDPOINTS = {
  "https://sts.example.com": "sts.example.com:443",
  "https://sts.example.com:8443/path": "sts.example.com:8443",
  "http://localhost": "localhost:80",
  "http://[::1]:4566": "[::1]:4566",
};

for (const [endpoint, host] of Object.entries(ENDPOINTS)) {
  Deno.test(`stsHost() of the endpoint ${endpoint} is ${host}`, () => {
    assert.equal(stsHost({ ...SETTINGS, endpoint }), host);
  });
}

for (const region of ["s3", "evil", "us-east", "mars-north-1", "us-east-1x"]) {
  Deno.test(`stsHost() returns nothing for the unknown region ${region}`, () => {
    assert.equal(stsHost({ ...SETTINGS, isGlobal: false, region }), undefined);
  });
}
