import { plainPage } from "../../_server/plain-page";
import { providerOf } from "../../_server/provider";

/** Where somebody goes on whose identity provider's answer was not taken (lib/saml/door.ts). */
export async function GET(request: Request, context: RouteContext<"/saml/[org]/refused">): Promise<Response> {
  const sp = await providerOf(context);
  if (!sp) return plainPage("not_found");
  const isPerson = new URL(request.url).searchParams.get("why") === "person";
  return isPerson
    ? plainPage("unknown_person", { organization: sp.organization.name })
    : plainPage("refused");
}
