import "server-only";
import { cookies } from "next/headers";
import { tokenCookie } from "@/lib/auth";
import { isLinkToken, type LinkKind, linkCookieName } from "@/lib/links";
import { Hour } from "@/lib/time";
import { dropCookie } from "./cookies";

/** An opened link is remembered for so long, in milliseconds: long enough to read the texts. */
const OPENED_MS = Hour.ms;

/**
 * Takes the token out of a mailed link into a cookie, and leads on without it, so that it stands in no address bar, history
 * or Referer. Nothing else happens: programs that look into mails open links, too.
 */
export async function openMailLink(request: Request, kind: LinkKind, to: string): Promise<Response> {
  const token = new URL(request.url).searchParams.get("token");
  const name = linkCookieName(kind);
  const expires = new Date(Date.now() + OPENED_MS);
  if (isLinkToken(token)) (await cookies()).set(tokenCookie({ name, value: token, expires }));
  else await dropCookie(name);
  const headers = { location: to, "cache-control": "no-store", "referrer-policy": "no-referrer" };
  return new Response(null, { status: 303, headers });
}

/** The token of the link that this browser has opened. */
export const openedLink = async (kind: LinkKind): Promise<string | undefined> =>
  (await cookies()).get(linkCookieName(kind))?.value;

/** Forgets an opened link: it is used up. */
export const forgetLink = (kind: LinkKind): Promise<void> => dropCookie(linkCookieName(kind));
