import { cookies } from "next/headers";
import { currentViewer } from "@/app/_server/actor";
import { requestOrigin } from "@/app/_server/cookies";
import { confirmPath } from "@/app/_server/proof";
import { isProven, tokenCookie } from "@/lib/auth";
import { AppError } from "@/lib/errors";
import { type Beginning, beginLogin, browserCookieName } from "@/lib/saml";
import { plainPage } from "../../_server/plain-page";
import { seeOther } from "../../_server/provider";

/**
 * Sends the browser to the organization's identity provider. `returnTo` is a path of ours for afterwards, `keep=1` is
 * "Keep me logged in"; `prove=1` has it ask somebody anew who is signed in; `test=1` is an admin's test sign-in.
 */
export async function GET(
  request: Request,
  { params }: RouteContext<"/saml/[org]/login">,
): Promise<Response> {
  const [{ org }, jar, { remoteAddress }] = await Promise.all([params, cookies(), requestOrigin()]);
  const query = new URL(request.url).searchParams;
  const browserToken = jar.get(browserCookieName())?.value;
  const common = { slug: org, browserToken, remoteAddress };
  let beginning: Beginning;
  if (query.get("test") === "1") {
    const viewer = await currentViewer();
    if (!viewer) return seeOther("/login");
    if (!isProven(viewer)) return seeOther(confirmPath(`/saml/${org}/login?test=1`));
    beginning = { ...common, kind: "test", actor: viewer.actor };
  } else if (query.get("prove") === "1") {
    const viewer = await currentViewer();
    if (!viewer) return seeOther("/login");
    beginning = { ...common, kind: "proof", viewer, returnTo: query.get("returnTo") };
  } else {
    const persistent = query.get("keep") === "1";
    beginning = { ...common, kind: "login", persistent, returnTo: query.get("returnTo") };
  }
  try {
    const begun = await beginLogin(beginning);
    if (!begun.ok) return plainPage("throttled", { minutes: Math.ceil(begun.retryAfterSeconds / 60) });
    jar.set(tokenCookie(begun.cookie));
    return seeOther(begun.url);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return plainPage("not_found");
    throw error;
  }
}
