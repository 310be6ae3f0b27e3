import assert from "node:assert/strict";
import {
  formatAmzDate,
  parseAmzDate,
  readAuthorization,
  signatureOf,
} from "./sigv4.ts";

// The keys, the request and the signatures of AWS's published test suite for Signature Version 4.
const secretAccessKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const scope = { date: "20150830", region: "us-east-1", service: "service" };
const headers = {
  "host": "example.amazonaws.com",
  "x-amz-date": "20150830T123600Z",
};

Deno.test("signatureOf gives the signature AWS published for a plain GET", () => {
  const signature = signatureOf(
    { method: "GET", target: "/", headers, body: "" },
    { ...scope, signedHeaders: ["host", "x-amz-date"] },
    secretAccessKey,
  );
  assert.equal(
    signature,
    "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
  );
});

Deno.test("signatureOf gives the signature AWS published for a form", () => {
  const signature = signatureOf(
    {
      method: "POST",
      target: "/",
      headers: {
        ...headers,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: "Param1=value1",
    },
    { ...scope, signedHeaders: ["content-type", "host", "x-amz-date"] },
    secretAccessKey,
  );
  assert.equal(
    signature,
    "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
  );
});

Deno.test("signatureOf gives the signature AWS published for a query out of order", () => {
  const signature = signatureOf(
    {
      method: "GET",
      target: "/?Param2=value2&Param1=value1",
      headers,
      body: "",
    },
    { ...scope, signedHeaders: ["host", "x-amz-date"] },
    secretAccessKey,
  );
  assert.equal(
    signature,
    "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
  );
});

Deno.test("readAuthorization reads the claims and takes nothing incomplete", () => {
  const signature = "0".repeat(64);
  const header = (credential: string) =>
    `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=${signature}`;
  assert.deepEqual(
    readAuthorization(header("AKID/20150830/us-east-1/sts/aws4_request")),
    {
      accessKeyId: "AKID",
      date: "20150830",
      region: "us-east-1",
      service: "sts",
      signedHeaders: ["host", "x-amz-date"],
      signature,
    },
  );
  for (
    const wrong of [
      "",
      "Bearer token",
      header("AKID/20150830/us-east-1/sts"),
      header("AKID/20150830/us-east-1/sts/aws4_request/more"),
      header("AKID/20150830//sts/aws4_request"),
    ]
  ) assert.equal(readAuthorization(wrong), undefined);
});

Deno.test("AWS's time format is read and written", () => {
  const time = Date.UTC(2015, 7, 30, 12, 36, 0);
  assert.equal(parseAmzDate("20150830T123600Z"), time);
  assert.equal(formatAmzDate(time), "20150830T123600Z");
  assert.ok(Number.isNaN(parseAmzDate("2015-08-30T12:36:00Z")));
});
