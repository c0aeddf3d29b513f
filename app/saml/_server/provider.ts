import "server-only";
import { findServiceProvider, type ServiceProvider } from "@/lib/saml";

/** The service provider of an address's organization; null for nonsense, and where there is none. */
export async function providerOf({
  params,
}: {
  params: Promise<{ org: string }>;
}): Promise<ServiceProvider | null> {
  const { org } = await params;
  return /^[a-z0-9-]{1,40}$/.test(org) ? findServiceProvider(org) : null;
}

/** A redirect that makes a GET of whatever came before. */
export const seeOther = (to: string): Response =>
  new Response(null, { status: 303, headers: { location: to, "cache-control": "no-store" } });
