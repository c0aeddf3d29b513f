import { createHash, randomBytes } from "node:crypto";

/** A bearer token: 256 random bits, for a cookie or a link. Only its {@link digestOf} is stored. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** SHA-256 is enough: in 256 random bits there is nothing to guess, and a stolen table lets nobody in. */
export const digestOf = (token: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash("sha256").update(token).digest());
