import { NextResponse } from "next/server";
import { tokenCookie } from "@/lib/auth";
import { env } from "@/lib/env";
import { Hour } from "@/lib/time";
import { STOP_COOKIE, STOP_PATH } from "../cookie";

/**
 * The link of the mail. Moves the token into a cookie, so that it stays in no address bar, history or referrer. Nothing
 * is stopped by looking: mail scanners follow links, too.
 */
export function GET(request: Request): NextResponse {
  const token = new URL(request.url).searchParams.get("token") ?? "";
  const response = new NextResponse(null, {
    status: 303,
    headers: { location: `${env().PUBLIC_URL}/factor-reset/stop`, "cache-control": "no-store" },
  });
  if (/^[\w-]{43}$/.test(token)) {
    const expires = new Date(Date.now() + Hour.ms);
    response.cookies.set({ ...tokenCookie({ name: STOP_COOKIE, value: token, expires }), path: STOP_PATH });
  }
  return response;
}
