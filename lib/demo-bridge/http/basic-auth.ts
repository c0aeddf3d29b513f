import { createHash, timingSafeEqual } from "node:crypto";
import type { Credentials } from "../options";
import { type Exchange, HttpAnswer } from "./exchange";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** @throws {HttpAnswer} 401 unless the request carries these HTTP Basic credentials. */
export function requireBasic(exchange: Exchange, { username, password }: Credentials): void {
  const given = exchange.req.headers.authorization ?? "";
  const wanted = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  // Digests have one length, so the comparison tells nothing about the secret's.
  if (timingSafeEqual(digest(given), digest(wanted))) return;
  throw new HttpAnswer(
    401,
    { error: "Authentication required" },
    { "www-authenticate": 'Basic realm="bridge"' },
  );
}
