import { cookies } from "next/headers";
import { currentViewer } from "@/app/_server/actor";
import { requestOrigin } from "@/app/_server/cookies";
import { confirmPath } from "@/app/_server/proof";
import { browserCookieName, collectProof } from "@/lib/saml";
import { plainPage } from "../../_server/plain-page";
import { providerOf, seeOther } from "../../_server/provider";

/** Somebody who is signed in comes for the proof that the provider's answer brought. */
export async function GET(request: Request, context: RouteContext<"/saml/[org]/proven">): Promise<Response> {
  const [sp, viewer] = await Promise.all([providerOf(context), currentViewer()]);
  if (!sp) return plainPage("not_found");
  if (!viewer) return seeOther("/login?over=1");
  const [jar, { remoteAddress }] = await Promise.all([cookies(), requestOrigin()]);
  const requestId = new URL(request.url).searchParams.get("id") ?? "";
  const browserToken = jar.get(browserCookieName())?.value;
  const proof = await collectProof(sp, requestId, browserToken, viewer, remoteAddress);
  if (!proof) return plainPage("refused");
  return seeOther(proof.problem ? `${confirmPath(proof.to)}&problem=${proof.problem}` : proof.to);
}
