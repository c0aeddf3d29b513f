import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { deviceCookieName, type Origin, type Passed, pendingCookieName, tokenCookie } from "@/lib/auth";

/** Takes a cookie of ours off the browser. */
export async function dropCookie(name: string): Promise<void> {
  const { path, secure } = tokenCookie({ name, value: "" });
  (await cookies()).delete({ name, path, secure });
}

/** Where a request came from. */
export async function requestOrigin(): Promise<Origin> {
  const [sent, jar] = await Promise.all([headers(), cookies()]);
  return {
    // Always set by the portal's own server, never taken from the caller.
    remoteAddress: sent.get("x-real-ip"),
    userAgent: sent.get("user-agent"),
    deviceToken: jar.get(deviceCookieName())?.value ?? null,
  };
}

/** Goes on after a factor: sets the cookies, and leads to the next step or into the portal. Never returns. */
export async function goOn(passed: Passed): Promise<never> {
  const jar = await cookies();
  for (const cookie of passed.cookies) jar.set(tokenCookie(cookie));
  if (passed.next === "signed_in") await dropCookie(pendingCookieName());
  redirect(passed.to);
}
