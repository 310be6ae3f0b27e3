import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  type GetSessionTokenCommandOutput,
} from "@aws-sdk/client-sts";
import assert from "node:assert/strict";
import { chainedTooLong, notAuthorized, roleTooShort } from "./sts_refusals.ts";
import { sdkClient, type StsScene, withSts } from "./sts_scene.ts";

interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

async function assume(
  { sts, user }: StsScene,
  input: Partial<AssumeRoleCommandInput> & { RoleArn: string },
  keys: Keys = user,
): Promise<Keys> {
  const { Credentials } = await sdkClient(user, {
    endpoint: sts.url,
    credentials: keys,
  }).send(new AssumeRoleCommand({ RoleSessionName: "me", ...input }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
}

function whoAmI({ sts, user }: StsScene, keys: Keys) {
  return sdkClient(user, { endpoint: sts.url, credentials: keys })
    .send(new GetCallerIdentityCommand({}));
}

Deno.test("simulated STS lets a user with a code assume a role that requires MFA", () =>
  withSts({}, async (scene) => {
    const { sts, user, device } = scene;
    const { arn } = sts.addRole({ needsMfa: true });
    await assert.rejects(assume(scene, { RoleArn: arn }), {
      name: "AccessDenied",
      message: notAuthorized(user.mfaSerial.replace("mfa", "user"), arn)
        .message,
    });
    const keys = await assume(scene, {
      RoleArn: arn,
      SerialNumber: user.mfaSerial,
      TokenCode: device.nextCode(),
    });
    assert.equal(sts.spentCodes, 1);
    const { Arn, Account, UserId } = await whoAmI(scene, keys);
    assert.equal(Arn, "arn:aws:sts::123456789012:assumed-role/role-1/me");
    assert.equal(Account, "123456789012");
    assert.match(UserId ?? "", /^AROA\w+:me$/);
  }));

Deno.test("simulated STS checks the token of a session that asks", () =>
  withSts({}, async (scene) => {
    const { arn } = scene.sts.addRole();
    const keys = await assume(scene, { RoleArn: arn });
    for (
      const [wrong, name] of [
        [{ ...keys, sessionToken: "another" }, "InvalidClientTokenId"],
        [{ ...keys, secretAccessKey: "another" }, "SignatureDoesNotMatch"],
      ] as const
    ) {
      await assert.rejects(assume(scene, { RoleArn: arn }, wrong), { name });
      await assert.rejects(whoAmI(scene, wrong), { name });
    }
  }));

Deno.test("simulated STS gives a role's session to those it trusts, with its external id", () =>
  withSts({}, async (scene) => {
    const { sts } = scene;
    const first = sts.addRole();
    const second = sts.addRole({
      trusts: "arn:aws:sts::123456789012:assumed-role/role-1/me",
      externalId: "a:b",
    });
    const input = { RoleArn: second.arn, ExternalId: "a:b" };
    await assert.rejects(assume(scene, input), { name: "AccessDenied" });
    const keys = await assume(scene, { RoleArn: first.arn });
    for (const ExternalId of [undefined, "a:c"]) {
      const wrong = { RoleArn: second.arn, ExternalId };
      await assert.rejects(assume(scene, wrong, keys), {
        name: "AccessDenied",
      });
    }
    await assume(scene, input, keys);
  }));

Deno.test("simulated STS checks the limits of roles", () =>
  withSts({}, async (scene) => {
    const { sts } = scene;
    const long = sts.addRole({ maxSessionDuration: 43_200 });
    const { arn } = sts.addRole();
    const seconds = (RoleArn: string, DurationSeconds: number, keys?: Keys) =>
      assume(scene, { RoleArn, DurationSeconds }, keys);
    const keys = await seconds(long.arn, 43_200);
    await assert.rejects(seconds(long.arn, 43_201), {
      name: "ValidationError",
      message: /durationSeconds/,
    });
    await assert.rejects(seconds(arn, 3601), { message: roleTooShort.message });
    await assert.rejects(seconds(long.arn, 3601, keys), {
      message: chainedTooLong.message,
    });
    await seconds(long.arn, 3600, keys);
    await assert.rejects(
      assume(scene, { RoleArn: arn, RoleSessionName: "a b", ExternalId: "x" }),
      { name: "ValidationError", message: /roleSessionName.*externalId/ },
    );
  }));

Deno.test("simulated STS accepts no code of a role, and lets root assume no role", () =>
  withSts({}, async (scene) => {
    const { sts, user, device } = scene;
    const { arn } = sts.addRole();
    const keys = await assume(scene, { RoleArn: arn });
    const mfa = { SerialNumber: user.mfaSerial, TokenCode: device.code() };
    await assert.rejects(assume(scene, { RoleArn: arn, ...mfa }, keys), {
      message: /unable to validate MFA code/,
    });
    const root = sts.addUser({ isAccountOwner: true });
    await assert.rejects(assume(scene, { RoleArn: arn }, root), {
      message: /root/,
    });
    const { Arn } = await whoAmI(scene, root);
    assert.equal(Arn, "arn:aws:iam::123456789012:root");
    assert.equal(sts.spentCodes, 0);
  }));

Deno.test("simulated STS rejects an expired session", () => {
  let now = Date.now();
  return withSts({ now: () => now }, async (scene) => {
    const keys = await assume(scene, { RoleArn: scene.sts.addRole().arn });
    // The caller's clock is the real one, so it is the session's end that moves.
    scene.sts.issued[0]!.expiration = new Date(now);
    now += 1000;
    await assert.rejects(whoAmI(scene, keys), { name: "ExpiredToken" });
  });
});

Deno.test("simulated STS limits a role's session got with a session to an hour", () =>
  withSts({}, async (scene) => {
    const { sts, ask } = scene;
    const { arn } = sts.addRole({ maxSessionDuration: 43_200, needsMfa: true });
    const keys = keysOf(await ask());
    await assume(scene, { RoleArn: arn, DurationSeconds: 3600 }, keys);
    await assert.rejects(
      assume(scene, { RoleArn: arn, DurationSeconds: 3601 }, keys),
      { message: chainedTooLong.message },
    );
  }));

Deno.test("simulated STS refuses a session whose MFA code is older than the role's policy allows", () => {
  let now = Date.now();
  return withSts({ now: () => now }, async (scene) => {
    const { sts, ask, user } = scene;
    const { arn } = sts.addRole({ maxMfaAge: 600 });
    const keys = keysOf(await ask());
    await assume(scene, { RoleArn: arn }, keys);
    now += 601_000;
    await assert.rejects(assume(scene, { RoleArn: arn }, keys), {
      message: notAuthorized(user.mfaSerial.replace("mfa", "user"), arn)
        .message,
    });
  });
});

Deno.test("simulated STS checks session policies, tags and the source identity", () =>
  withSts({}, async (scene) => {
    const { arn: RoleArn } = scene.sts.addRole();
    await assume(scene, {
      RoleArn,
      PolicyArns: [{ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
      Tags: [{ Key: "team", Value: "payments" }],
      TransitiveTagKeys: ["team"],
      SourceIdentity: "me",
    });
    const { parameters } = scene.sts.requests.at(-1)!;
    assert.equal(parameters["Tags.member.1.Value"], "payments");
    const ten = Array.from({ length: 11 }, (_, n) => ({
      arn: `arn:aws:iam::aws:policy/P${n}`,
    }));
    for (
      const [wrong, member] of [
        [{ PolicyArns: [{ arn: "ReadOnlyAccess" }] }, /PolicyArns/],
        [{ PolicyArns: ten }, /PolicyArns.*length/],
        [{ Tags: [{ Key: "a*", Value: "b" }] }, /Tags\.member\.1\.Key/],
        [{ TransitiveTagKeys: ["a*"] }, /TransitiveTagKeys/],
        [{ SourceIdentity: "a b" }, /sourceIdentity/],
      ] as [Partial<AssumeRoleCommandInput>, RegExp][]
    ) {
      await assert.rejects(
        assume(scene, { ...wrong, RoleArn }),
        { name: "ValidationError", message: member },
      );
    }
  }));

function keysOf({ Credentials }: GetSessionTokenCommandOutput): Keys {
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
}
