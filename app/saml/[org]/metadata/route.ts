import { metadataOf } from "@/lib/saml";
import { plainPage } from "../../_server/plain-page";
import { providerOf } from "../../_server/provider";

/** For identity providers: keys and addresses of the organization's service provider. */
export async function GET(
  _request: Request,
  context: RouteContext<"/saml/[org]/metadata">,
): Promise<Response> {
  const sp = await providerOf(context);
  if (!sp) return plainPage("not_found");
  return new Response(metadataOf(sp), {
    headers: { "content-type": "application/samlmetadata+xml; charset=utf-8", "cache-control": "no-store" },
  });
}
