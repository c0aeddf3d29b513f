import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { env } from "../env";

/** A key of the key ring: 32 bytes for AES-256-GCM, known by a short id that is stored with what it sealed. */
export type SealKey = { id: string; key: Buffer };

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts a secret for the database: `v1.<key id>.<base64url of nonce, ciphertext, tag>`, AES-256-GCM
 * (NIST SP 800-38D) under the first key of the ring.
 * @param place where the secret lives, e.g. `room.hostPin:<id>`. It is authenticated, so that a sealed value copied
 *   into another row or column does not open there.
 */
export function seal(plain: string, place: string, keys: SealKey[] = env().SECRET_KEYS): string {
  const [active] = keys;
  if (!active) throw new Error("No key to seal with");
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", active.key, nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([nonce, cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1.${active.id}.${sealed.toString("base64url")}`;
}

/**
 * Opens what {@link seal} closed.
 * @throws {Error} when the key is not on the ring, the place is another, or the value was altered
 */
export function unseal(sealed: string, place: string, keys: SealKey[] = env().SECRET_KEYS): string {
  const [version, keyId, body = ""] = sealed.split(".");
  const known = keys.find((key) => key.id === keyId);
  if (version !== "v1" || !known) throw new Error("Sealed with an unknown key");
  const bytes = Buffer.from(body, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", known.key, bytes.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(place))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
}

/** True when the value was sealed with another key than the active one: {@link seal} it again. */
export function needsResealing(sealed: string, keys: SealKey[] = env().SECRET_KEYS): boolean {
  return sealed.split(".")[1] !== keys[0]?.id;
}
