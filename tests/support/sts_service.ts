import { randomBytes } from "node:crypto";
import {
  parseAmzDate,
  readAuthorization,
  signatureOf,
  type SignedRequest,
} from "./sigv4.ts";
import {
  assumedRoleArn,
  callerIdentity,
  checkAssumption,
  type StsRole,
  userId,
} from "./sts_roles.ts";
import { keyId, secretKey } from "./sts_keys.ts";
import { checkParameters, type Parameters } from "./sts_parameters.ts";
import {
  Refusal,
  refusals,
  signatureExpired,
  signatureNotYetCurrent,
} from "./sts_refusals.ts";
import type { XmlElements } from "./sts_xml.ts";
import { stepsWithCode, virtualMfaDevice } from "./totp.ts";

/** A user with long-term keys and an MFA device. */
export interface StsUser {
  accessKeyId: string;
  secretAccessKey: string;
  mfaSerial: string;
  /** The device's secret in base32. */
  totpSecret: string;
  /** Sessions of the account's owner last one hour at most, whatever was requested. */
  isAccountOwner?: boolean;
}

/** A session that was issued. */
export interface IssuedSession {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
  /** The key the session was asked with. */
  userAccessKeyId: string;
  /** Without a serial number and a code, STS issues a session without MFA. */
  withMfa: boolean;
  /** When the MFA code was given; in milliseconds. */
  mfaTime?: number;
  /** The role that was assumed, as GetCallerIdentity names it; none in a user's own session. */
  roleArn?: string;
}

/** The options of `StsService`. */
export interface StsServiceOptions {
  /** The service's clock in milliseconds, the computer's unless given. */
  now?: () => number;
  /** Length of the session tokens in characters. */
  sessionTokenLength?: number;
  /** How many time steps a code may be away from the present one. */
  codeWindow?: number;
}

interface Caller {
  user: StsUser;
  session: IssuedSession | undefined;
  arn: string;
}

/** Users, sessions and codes of the simulated STS, and what it does with a request. No HTTP here. */
export class StsService {
  /** The service's clock. */
  readonly now: () => number;
  /** Sessions issued until now. */
  readonly issued: IssuedSession[] = [];
  /** How many codes were consumed. */
  spentCodes = 0;

  readonly #users: StsUser[] = [];
  readonly #roles: StsRole[] = [];
  readonly #spentSteps = new Set<string>();
  readonly #sessionTokenLength: number;
  readonly #codeWindow: number;

  /** The actions STS knows here. Another one takes a line here and a method below. */
  readonly #actions: Record<
    string,
    (caller: Caller, parameters: Parameters) => XmlElements
  > = {
    GetSessionToken: (caller, parameters) =>
      this.#getSessionToken(caller, parameters),
    AssumeRole: (caller, parameters) => this.#assumeRole(caller, parameters),
    GetCallerIdentity: ({ arn }) => callerIdentity(arn),
  };

  /** Starts without users. */
  constructor(options: StsServiceOptions) {
    this.now = options.now ?? Date.now;
    this.#sessionTokenLength = options.sessionTokenLength ?? 400;
    this.#codeWindow = options.codeWindow ?? 1;
  }

  /** Registers a user, making up whatever is not given. */
  addUser(user: Partial<StsUser>): StsUser {
    const complete: StsUser = {
      accessKeyId: keyId("AKIA"),
      secretAccessKey: secretKey(),
      mfaSerial: `arn:aws:iam::123456789012:mfa/user-${this.#users.length + 1}`,
      totpSecret: virtualMfaDevice().secret,
      ...user,
    };
    this.#users.push(complete);
    return complete;
  }

  /** Registers a role, making up whatever is not given. */
  addRole(role: Partial<StsRole>): StsRole {
    const complete: StsRole = {
      arn: `arn:aws:iam::123456789012:role/role-${this.#roles.length + 1}`,
      maxSessionDuration: 3600,
      ...role,
    };
    this.#roles.push(complete);
    return complete;
  }

  /** Performs what the request asks, or throws a `Refusal`. */
  perform(request: SignedRequest): { action: string; result: XmlElements } {
    const caller = this.#authenticate(request);
    const { Action: action = "", Version: version, ...parameters } = Object
      .fromEntries(new URLSearchParams(request.body));
    const perform = Object.hasOwn(this.#actions, action)
      ? this.#actions[action]
      : undefined;
    if (!perform || version !== "2011-06-15") {
      throw new Refusal(
        400,
        "InvalidAction",
        `Could not find operation ${action} for version ${version}`,
      );
    }
    return { action, result: perform(caller, parameters) };
  }

  #authenticate(request: SignedRequest): Caller {
    const header = request.headers["authorization"];
    if (header === undefined) throw refusals.missingSignature;
    const authorization = readAuthorization(header);
    const amzDate = request.headers["x-amz-date"] ?? "";
    const signedAt = parseAmzDate(amzDate);
    if (
      !authorization || Number.isNaN(signedAt) ||
      !authorization.signedHeaders.includes("host") ||
      !authorization.signedHeaders.includes("x-amz-date")
    ) throw refusals.incompleteSignature;

    const region = regionOfHost(request.headers["host"] ?? "");
    if (
      authorization.service !== "sts" ||
      !amzDate.startsWith(authorization.date) ||
      (region !== undefined && authorization.region !== region)
    ) throw refusals.wrongScope;

    const { caller, secretAccessKey } = this.#findCaller(
      authorization.accessKeyId,
      request.headers["x-amz-security-token"],
    );

    const now = this.now();
    const tolerance = 15 * 60_000;
    if (signedAt < now - tolerance) throw signatureExpired(signedAt, now);
    if (signedAt > now + tolerance) throw signatureNotYetCurrent(signedAt, now);

    const expected = signatureOf(request, authorization, secretAccessKey);
    if (authorization.signature !== expected) throw refusals.wrongSecret;
    if (caller.session) {
      const { expiration } = caller.session;
      if (expiration.getTime() <= now) throw refusals.expiredToken;
      if (!authorization.signedHeaders.includes("x-amz-security-token")) {
        throw refusals.incompleteSignature;
      }
    }
    return caller;
  }

  #findCaller(
    accessKeyId: string,
    sessionToken: string | undefined,
  ): { caller: Caller; secretAccessKey: string } {
    const session = this.issued.find((session) =>
      session.accessKeyId === accessKeyId &&
      session.sessionToken === sessionToken
    );
    const userKeyId = session ? session.userAccessKeyId : accessKeyId;
    const user = this.#users.find((user) => user.accessKeyId === userKeyId);
    if (!user || (sessionToken !== undefined && !session)) {
      throw refusals.unknownKey;
    }
    return {
      caller: { user, session, arn: session?.roleArn ?? userArn(user) },
      secretAccessKey: (session ?? user).secretAccessKey,
    };
  }

  #getSessionToken(caller: Caller, parameters: Parameters): XmlElements {
    if (caller.session) throw refusals.sessionCredentials;
    checkParameters(parameters);
    const withMfa = this.#checkMfa(caller, parameters);
    const asked = Number(parameters["DurationSeconds"] ?? 43_200);
    const seconds = caller.user.isAccountOwner ? Math.min(asked, 3600) : asked;
    const mfaTime = withMfa ? this.now() : undefined;
    return { Credentials: this.#issue(caller, seconds, { withMfa, mfaTime }) };
  }

  #assumeRole(caller: Caller, parameters: Parameters): XmlElements {
    if (caller.user.isAccountOwner) throw refusals.rootAssumesRole;
    checkParameters({ RoleArn: "", RoleSessionName: "", ...parameters });
    const gaveMfa = this.#checkMfa(caller, parameters);
    const withMfa = gaveMfa || caller.session?.withMfa === true;
    const role = this.#roles.find(({ arn }) => arn === parameters["RoleArn"]);
    const { session } = caller;
    const mfaTime = gaveMfa ? this.now() : session?.mfaTime;
    const seconds = checkAssumption(role, {
      arn: caller.arn,
      isSession: session !== undefined,
      mfaAge: mfaTime === undefined ? undefined : (this.now() - mfaTime) / 1000,
    }, parameters);
    const roleArn = assumedRoleArn(
      parameters["RoleArn"]!,
      parameters["RoleSessionName"]!,
    );
    return {
      Credentials: this.#issue(caller, seconds, { withMfa, mfaTime, roleArn }),
      AssumedRoleUser: { AssumedRoleId: userId(roleArn), Arn: roleArn },
    };
  }

  #issue(
    caller: Caller,
    seconds: number,
    kind: {
      withMfa: boolean;
      mfaTime: number | undefined;
      roleArn?: string;
    },
  ): XmlElements {
    const session: IssuedSession = {
      accessKeyId: keyId("ASIA"),
      secretAccessKey: secretKey(),
      sessionToken: randomBytes(this.#sessionTokenLength).toString("base64")
        .slice(0, this.#sessionTokenLength),
      // STS gives whole seconds.
      expiration: new Date(
        Math.floor(this.now() / 1000) * 1000 + seconds * 1000,
      ),
      userAccessKeyId: caller.user.accessKeyId,
      withMfa: kind.withMfa,
      ...(kind.mfaTime === undefined ? {} : { mfaTime: kind.mfaTime }),
      ...(kind.roleArn === undefined ? {} : { roleArn: kind.roleArn }),
    };
    this.issued.push(session);
    return {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: session.expiration.toISOString().replace(".000Z", "Z"),
    };
  }

  /** Checks and consumes the code. False when neither a serial number nor a code was given. */
  #checkMfa({ user, session }: Caller, parameters: Parameters): boolean {
    const { SerialNumber: serial, TokenCode: code } = parameters;
    if (serial === undefined && code === undefined) return false;
    if (serial === undefined || code === undefined) {
      throw refusals.serialOrCodeMissing;
    }
    // A device is a user's; a role has none.
    if (serial !== user.mfaSerial || session?.roleArn !== undefined) {
      throw refusals.wrongSerial;
    }
    const spentName = stepsWithCode(
      user.totpSecret,
      code,
      this.now(),
      this.#codeWindow,
    ).map((step) => `${serial} ${step}`)
      .find((name) => !this.#spentSteps.has(name));
    if (spentName === undefined) throw refusals.invalidCode;
    this.#spentSteps.add(spentName);
    this.spentCodes++;
    return true;
  }
}

function userArn({ mfaSerial, isAccountOwner }: StsUser): string {
  return isAccountOwner
    ? mfaSerial.replace(/:mfa\/.*$/, ":root")
    : mfaSerial.replace(":mfa/", ":user/");
}

/** The region a host of STS wants requests to be signed for; undefined for hosts not AWS's. */
function regionOfHost(host: string): string | undefined {
  if (/^sts\.amazonaws\.com(:|$)/.test(host)) return "us-east-1";
  return /^sts(?:-fips)?\.([a-z]+(?:-[a-z]+)+-\d)\./.exec(host)?.[1];
}
