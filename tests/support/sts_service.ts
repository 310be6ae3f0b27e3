import { randomBytes, randomInt } from "node:crypto";
import {
  parseAmzDate,
  readAuthorization,
  signatureOf,
  type SignedRequest,
} from "./sigv4.ts";
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
  /** Sessions of the account's owner last one hour at most, whatever is asked. */
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
}

/** What `StsService` can be told at the start. */
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
  withSession: boolean;
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
      caller: { user, withSession: session !== undefined },
      secretAccessKey: (session ?? user).secretAccessKey,
    };
  }

  #getSessionToken(caller: Caller, parameters: Parameters): XmlElements {
    if (caller.withSession) throw refusals.sessionCredentials;
    checkParameters(parameters);
    const withMfa = this.#checkMfa(caller.user, parameters);

    const asked = Number(parameters["DurationSeconds"] ?? 43_200);
    const seconds = caller.user.isAccountOwner ? Math.min(asked, 3600) : asked;
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
      withMfa,
    };
    this.issued.push(session);
    return {
      Credentials: {
        AccessKeyId: session.accessKeyId,
        SecretAccessKey: session.secretAccessKey,
        SessionToken: session.sessionToken,
        Expiration: session.expiration.toISOString().replace(".000Z", "Z"),
      },
    };
  }

  /** Checks and consumes the code. False when neither a serial number nor a code was given. */
  #checkMfa(user: StsUser, parameters: Parameters): boolean {
    const { SerialNumber: serial, TokenCode: code } = parameters;
    if (serial === undefined && code === undefined) return false;
    if (serial === undefined || code === undefined) {
      throw refusals.serialOrCodeMissing;
    }
    if (serial !== user.mfaSerial) throw refusals.wrongSerial;
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

/** The region a host of STS wants requests to be signed for; undefined for hosts not AWS's. */
function regionOfHost(host: string): string | undefined {
  if (/^sts\.amazonaws\.com(:|$)/.test(host)) return "us-east-1";
  return /^sts(?:-fips)?\.([a-z]+(?:-[a-z]+)+-\d)\./.exec(host)?.[1];
}

function keyId(prefix: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let id = prefix;
  while (id.length < 20) id += alphabet.charAt(randomInt(alphabet.length));
  return id;
}

function secretKey(): string {
  return randomBytes(30).toString("base64");
}
