import { UpdstsError } from "../errors.ts";

/** STS rejected the MFA code itself: with another code the same request may succeed. */
export class MfaCodeRejected extends UpdstsError {}

/** STS rejected a session: with an MFA code the same request may succeed. */
export class SessionRejected extends UpdstsError {}
