import type { Profile } from "./profiles.ts";

/**
 * The MFA device for a chain of roles. The MFA code goes with the user's own keys,
 * for the first role. Any profile of the chain may name the device.
 *
 * @param chain The requested profile first, the one with the keys last.
 */
export function findMfaDevice(chain: readonly Profile[]): string | undefined {
  const [keys, firstRole, ...others] = chain.toReversed();
  return [firstRole, keys, ...others]
    .map((profile) => profile?.mfaDevice).find(Boolean);
}
