import { z } from "zod";
import { childrenOf, readXml, XmlError, type XmlFault } from "../xml";
import { type CertificateFault, chooseCertificates, type IdpCertificate } from "./certificates";
import { isLoopbackHost } from "./public-address";

/** Largest metadata that is read, in bytes. Those of one provider have a few thousand. */
export const METADATA_BYTES_MAX = 256 * 1024;

/** More certificates than any provider rolls over at a time. */
export const CERTIFICATES_MAX = 10;

const METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
const SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
const PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
const REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

/** Why metadata is not taken. The interface has words for each (`sso.problems`). */
export type MetadataProblem =
  | XmlFault
  | CertificateFault
  | "not_metadata"
  | "service_provider"
  | "several_providers"
  | "entity_id"
  | "no_redirect"
  | "insecure_address"
  | "no_certificate"
  | "too_many_certificates";

/** What metadata says that people should know, though it stands in nobody's way. */
export type MetadataNotice = "expired_certificates" | "metadata_expired" | "no_logout" | "insecure_logout";

/** What was taken of an identity provider's metadata. */
export type IdpReading = {
  entityId: string;
  /** HTTP-Redirect address for requests. */
  ssoUrl: string;
  /** HTTP-Redirect address for logout. */
  sloUrl: string | null;
  certificates: IdpCertificate[];
  notices: MetadataNotice[];
};

export type Read = { ok: true; idp: IdpReading } | { ok: false; problem: MetadataProblem };

/** A provider's facts in plain form, as a preview hands them to the saving of it. */
export const plainIdp = z.object({
  entityId: z.string().max(1024),
  ssoUrl: z.string().max(2048),
  sloUrl: z.string().max(2048).nullable(),
  certificates: z.array(z.string().max(12_002)).max(CERTIFICATES_MAX),
});
export type PlainIdp = z.output<typeof plainIdp>;

/** {@link IdpReading} in plain form. */
export const plainOf = ({ entityId, ssoUrl, sloUrl, certificates }: IdpReading): PlainIdp => ({
  entityId,
  ssoUrl,
  sloUrl,
  certificates: certificates.map((one) => one.der),
});

/**
 * Reads an identity provider's metadata (SAML 2.0 Metadata, 2.3 and 2.4.3). Strict where it decides whom we trust; what
 * we have no use for is skipped.
 */
export function readMetadata(text: string, now = new Date()): Read {
  try {
    const provider = providerOf(readXml(text, METADATA_BYTES_MAX).documentElement);
    if (typeof provider === "string") return { ok: false, problem: provider };
    const { entity, role } = provider;
    const read = judgeIdp(
      {
        entityId: entity.getAttribute("entityID") ?? "",
        ssoUrl: redirectAddress(role, "SingleSignOnService"),
        sloUrl: redirectAddress(role, "SingleLogoutService") || null,
        certificates: signingCertificates(role),
      },
      now,
    );
    const dates = [entity, role].map((element) => Date.parse(element.getAttribute("validUntil") ?? ""));
    if (read.ok && dates.some((date) => date < now.getTime())) read.idp.notices.push("metadata_expired");
    return read;
  } catch (error) {
    if (error instanceof XmlError) return { ok: false, problem: error.fault };
    throw error;
  }
}

/** The one identity provider in a document; a federation's file holds many, and nobody can say which is meant. */
function providerOf(root: Element): { entity: Element; role: Element } | MetadataProblem {
  if (root.namespaceURI !== METADATA) return "not_metadata";
  const entities = root.localName === "EntitiesDescriptor" ? entitiesBelow(root) : [root];
  if (entities.some((entity) => entity.localName !== "EntityDescriptor")) return "not_metadata";
  const providers = entities.flatMap((entity) =>
    childrenOf(entity, METADATA, "IDPSSODescriptor")
      .filter((role) => role.getAttribute("protocolSupportEnumeration")?.split(/\s+/).includes(PROTOCOL))
      .map((role) => ({ entity, role })),
  );
  const [provider] = providers;
  if (providers.length > 1) return "several_providers";
  if (provider) return provider;
  const isService = entities.some((entity) => childrenOf(entity, METADATA, "SPSSODescriptor").length > 0);
  return isService ? "service_provider" : "not_metadata";
}

function entitiesBelow(group: Element): Element[] {
  return childrenOf(group, METADATA).flatMap((child) =>
    child.localName === "EntitiesDescriptor"
      ? entitiesBelow(child)
      : child.localName === "EntityDescriptor"
        ? [child]
        : [],
  );
}

const redirectAddress = (role: Element, name: string): string =>
  childrenOf(role, METADATA, name)
    .find((service) => service.getAttribute("Binding") === REDIRECT)
    ?.getAttribute("Location") ?? "";

/** A key without a use serves for signing, too (SAML 2.0 Metadata, 2.4.1.1). */
function signingCertificates(role: Element): string[] {
  return childrenOf(role, METADATA, "KeyDescriptor")
    .filter((key) => ["", "signing"].includes(key.getAttribute("use") ?? ""))
    .flatMap((key) => childrenOf(key, SIGNATURE, "KeyInfo"))
    .flatMap((info) => childrenOf(info, SIGNATURE, "X509Data"))
    .flatMap((data) => childrenOf(data, SIGNATURE, "X509Certificate"))
    .map((certificate) => certificate.textContent ?? "");
}

/** Judges a provider's facts, from wherever they came. */
export function judgeIdp({ entityId, ssoUrl, sloUrl, certificates }: PlainIdp, now = new Date()): Read {
  const refuse = (problem: MetadataProblem): Read => ({ ok: false, problem });
  if (!/^[^\s\p{Cc}]{1,1024}$/u.test(entityId)) return refuse("entity_id");
  if (!ssoUrl) return refuse("no_redirect");
  const signIn = safeAddress(ssoUrl);
  if (!signIn) return refuse("insecure_address");
  if (certificates.length > CERTIFICATES_MAX) return refuse("too_many_certificates");
  const chosen = chooseCertificates(certificates, now);
  if (typeof chosen === "string") return refuse(chosen);
  const notices: MetadataNotice[] = [];
  if (chosen.expired > 0) notices.push("expired_certificates");
  const signOut = sloUrl ? safeAddress(sloUrl) : null;
  if (!sloUrl) notices.push("no_logout");
  else if (!signOut) notices.push("insecure_logout");
  const { certificates: taken } = chosen;
  return { ok: true, idp: { entityId, ssoUrl: signIn, sloUrl: signOut, certificates: taken, notices } };
}

/** Browsers are sent there with what they hold: over https, or within one machine. Null for any other address. */
function safeAddress(text: string): string | null {
  if (text.length > 2048 || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username || url.password || url.hash) return null;
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && isLoopbackHost(url.hostname));
  return isSafe ? url.href : null;
}
