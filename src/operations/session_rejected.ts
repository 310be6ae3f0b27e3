import { UpdstsError } from "../errors.ts";

/** STS rejected a session: with an MFA code the same request may succeed. */
export class SessionRejected extends UpdstsError {}
