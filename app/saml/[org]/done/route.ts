import { cookies } from "next/headers";
import { requestOrigin } from "@/app/_server/cookies";
import { pendingCookieName, tokenCookie } from "@/lib/auth";
import { browserCookieName, collect } from "@/lib/saml";
import { plainPage } from "../../_server/plain-page";
import { providerOf, seeOther } from "../../_server/provider";

/** The browser that began a sign-in comes for what its answer brought. */
export async function GET(request: Request, context: RouteContext<"/saml/[org]/done">): Promise<Response> {
  const sp = await providerOf(context);
  if (!sp) return plainPage("not_found");
  const [jar, origin] = await Promise.all([cookies(), requestOrigin()]);
  const requestId = new URL(request.url).searchParams.get("id") ?? "";
  const passed = await collect(sp, requestId, jar.get(browserCookieName())?.value, origin);
  if (!passed) return plainPage("refused");
  for (const cookie of passed.cookies) jar.set(tokenCookie(cookie));
  if (passed.next === "signed_in") jar.delete({ ...tokenCookie({ name: pendingCookieName(), value: "" }) });
  return seeOther(passed.to);
}
