import { requestOrigin } from "@/app/_server/cookies";
import { readLimitedBody } from "@/app/_server/limited-body";
import { FORM_BYTES_MAX, type LogoutMessage, takeLogout } from "@/lib/saml";
import { plainPage } from "../../_server/plain-page";
import { providerOf, seeOther } from "../../_server/provider";

type Context = RouteContext<"/saml/[org]/logout">;

async function take(context: Context, message: LogoutMessage): Promise<Response> {
  const sp = await providerOf(context);
  if (!sp) return plainPage("not_found");
  const { remoteAddress } = await requestOrigin();
  const to = await takeLogout(sp, message, remoteAddress);
  return to ? seeOther(to) : plainPage("refused_logout");
}

/** A logout that the identity provider starts, or its answer to ours, by redirect. */
export const GET = (request: Request, context: Context): Promise<Response> =>
  take(context, { binding: "redirect", query: new URL(request.url).search.slice(1) });

/** The same, posted. */
export async function POST(request: Request, context: Context): Promise<Response> {
  const text = (await readLimitedBody(request, FORM_BYTES_MAX)) ?? "";
  return take(context, { binding: "post", form: new URLSearchParams(text) });
}
