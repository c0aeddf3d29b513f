import { newToken, type SessionCookie } from "../auth";
import { env } from "../env";
import { Minute } from "../time";

/** A request waits this long for its answer, in milliseconds. */
export const REQUEST_MS = 10 * Minute.ms;

/** Between the answer and the browser that comes for it, in milliseconds: one redirect. */
export const COLLECT_MS = 2 * Minute.ms;

/** Name of the cookie that binds a request to the browser that made it. `__Host-`: no other host of the domain can set it. */
export const browserCookieName = () =>
  env().PUBLIC_URL.startsWith("https:") ? "__Host-mypages.sso" : "mypages.sso";

/** The browser's cookie, new or for longer: requests of several tabs share it. */
export function browserCookie(token: string | undefined): SessionCookie {
  const value = token && /^[\w-]{43}$/.test(token) ? token : newToken();
  return { name: browserCookieName(), value, expires: new Date(Date.now() + REQUEST_MS) };
}
