import { env } from "../env";
import type { SessionCookie } from "./session";

/** Attributes of our cookies that hold a token. */
export const tokenCookie = ({ name, value, expires }: SessionCookie) => ({
  name,
  value,
  expires,
  httpOnly: true,
  // Lax, not strict: the page that follows a SAML sign-in comes from another site.
  sameSite: "lax" as const,
  path: "/",
  secure: env().PUBLIC_URL.startsWith("https:"),
});

/** A token's cookie as a `Set-Cookie` header (RFC 6265bis, 4.1). Tokens are base64url, so nothing is to be escaped. */
export function setCookie(cookie: SessionCookie): string {
  const { name, value, expires, path, secure } = tokenCookie(cookie);
  const parts = [`${name}=${value}`, `Path=${path}`, "HttpOnly", "SameSite=Lax"];
  if (secure) parts.push("Secure");
  if (expires) parts.push(`Expires=${expires.toUTCString()}`);
  return parts.join("; ");
}

/** A cookie's value in a `Cookie` header, or null. Of several with the name the first counts, as in browsers' order. */
export function cookieIn(header: string | undefined, name: string): string | null {
  for (const part of header?.split(";") ?? []) {
    const [key, ...value] = part.trim().split("=");
    if (key === name) return value.join("=");
  }
  return null;
}
