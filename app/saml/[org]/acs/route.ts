import { requestOrigin } from "@/app/_server/cookies";
import { readLimitedBody } from "@/app/_server/limited-body";
import { acceptAnswer } from "@/lib/saml";
import { plainPage } from "../../_server/plain-page";
import { MESSAGE_BYTES_MAX, providerOf, seeOther } from "../../_server/provider";

/** Takes the identity provider's answer, which the browser posts from there: cookies and Origin are not ours to expect. */
export async function POST(request: Request, context: RouteContext<"/saml/[org]/acs">): Promise<Response> {
  const sp = await providerOf(context);
  if (!sp) return plainPage("not_found");
  const form = new URLSearchParams((await readLimitedBody(request, MESSAGE_BYTES_MAX)) ?? "");
  const [response = "", second] = form.getAll("SAMLResponse");
  const { remoteAddress } = await requestOrigin();
  const answer = { response: second === undefined ? response : "", relayState: form.get("RelayState") ?? "" };
  const accepted = await acceptAnswer(sp, answer, remoteAddress);
  if (accepted.ok) return seeOther(accepted.to);
  return accepted.reason === "person"
    ? plainPage("unknown_person", { organization: sp.organization.name })
    : plainPage("refused");
}
