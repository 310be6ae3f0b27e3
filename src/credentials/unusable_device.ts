/** Why STS can check no MFA code with a value. */
type UnusableDevice = "list" | "security key" | "user";

/** Tells a value that cannot be the MFA device of a request to STS. */
export function unusableDevice(value: string): UnusableDevice | undefined {
  if (/[,\s]\s*arn:/.test(value)) return "list";
  const kind = /^arn:[^:]*:iam::[^:]*:(u2f|user)\//.exec(value)?.[1];
  if (kind === "u2f") return "security key";
  return kind === "user" ? kind : undefined;
}

/** The same in words: what it is, to follow "the MFA device", and what to do. */
export const UNUSABLE_DEVICES: Readonly<
  Record<UnusableDevice, readonly [fault: string, hint: string]>
> = {
  list: ["is a list of devices", "write one ARN"],
  "security key": [
    "is a security key or passkey, with which STS cannot check an MFA code",
    "add an authenticator app in the AWS console (a user can have eight MFA devices), and use its ARN",
  ],
  user: [
    "is the ARN of a user",
    "write :mfa/ in place of :user/, with the device's name",
  ],
};
