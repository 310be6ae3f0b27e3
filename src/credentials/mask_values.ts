/** Shows the length of a secret, and nothing else of it. */
export function mask(secret: string): string {
  return `******** (${secret.length} chars)`;
}

/**
 * Values are shown only in their expected format: an indented line below a value
 * continues it and may be a secret, and users paste keys into the wrong line.
 */
const ACCESS_KEY_ID = /^[AL][KS]IA[A-Z0-9]{12,28}$/;
const ARN = /^arn:aws[a-z-]*:iam::\d{12}:[a-z0-9-]+\/[\w+=,.@/-]{1,512}$/;
/** Names may have `=` too; a setting behind an ARN is not one of them. */
const SETTING = /aws_\w*=|_(?:key|token|secret)=|=.{20}/i;
const SECRET_NAME = /^[\w.@:/+=,-]+( [\w.@:/+=,-]+)*$/;
const TOTP_SEED =
  /^[A-Za-z2-7]{16,}=*$|^([A-Za-z2-7]{4}[ -]){3,}[A-Za-z2-7]{1,4}=*$/;
/** Hexadecimal seeds, and AWS secrets. */
const LIKE_SECRET = /^[0-9A-Fa-f]{20,}$|[\w+/=-]{40}/;

/** Shows a text of the expected format, and masks any other. */
export function showIf(format: RegExp): (value: string) => string {
  return (value) => format.test(value) ? value : mask(value);
}

export const showAccessKeyId = showIf(ACCESS_KEY_ID);

/** The ARN of an IAM resource; any other text is masked. */
export function showArn(value: string): string {
  return ARN.test(value) && !SETTING.test(value) ? value : mask(value);
}

/** The serial number of a hardware device: shorter than any key or secret. */
const SERIAL_NUMBER = /^[A-Z]{2,5}\d{6,10}$/;

/** An MFA device: its ARN, or a serial number; any other text is masked. */
export function showMfaDevice(value: string): string {
  return SERIAL_NUMBER.test(value) ? value : showArn(value);
}

/** The name of a TOTP secret; text that may be the secret itself is masked. */
export function showSecretName(value: string): string {
  const isName = value.length <= 64 && SECRET_NAME.test(value) &&
    !TOTP_SEED.test(value) && !LIKE_SECRET.test(value);
  return isName ? value : mask(value);
}
