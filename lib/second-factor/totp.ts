import { generateSecret, generateURI, verifySync } from "otplib";

/** RFC 6238 with the defaults that every app knows: SHA-1, six digits, 30 seconds. */
const STEP_S = 30;

/** A new seed in base32, 160 bits (RFC 4226, 4: at least 128). */
export const newSeed = (): string => generateSecret();

/** What an app reads from the QR code (Key URI format). */
export const seedUri = (seed: string, who: { issuer: string; label: string }): string =>
  generateURI({ ...who, secret: seed });

/** A code as people type it: spaces go, and the wide digits of a Japanese keyboard are digits. Null when it is none. */
export function codeFrom(typed: string): string | null {
  const code = typed.normalize("NFKC").replace(/\s/g, "");
  return /^\d{6}$/.test(code) ? code : null;
}

/**
 * The time step that a code belongs to: the present one or a neighbour, and newer than `lastStep`. Null when the code is
 * wrong, old, or was used.
 * @param nowMs milliseconds since 1970
 */
export function stepOf(seed: string, code: string, lastStep: bigint, nowMs = Date.now()): bigint | null {
  const result = verifySync({
    secret: seed,
    token: code,
    epoch: Math.floor(nowMs / 1000),
    epochTolerance: STEP_S,
    ...(lastStep > 0n && { afterTimeStep: Number(lastStep) }),
  });
  return result.valid && "timeStep" in result ? BigInt(result.timeStep) : null;
}
