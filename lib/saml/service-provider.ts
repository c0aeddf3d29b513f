import { createPrivateKey, type KeyObject } from "node:crypto";
import { SAML, ValidateInResponseTo } from "@node-saml/node-saml";
import { unseal } from "../crypto";
import { db } from "../db";
import { env } from "../env";
import { spKeyPlace } from "./sp-key";

/** One organization as a service provider, with the identity provider it trusts. */
export type ServiceProvider = {
  organization: { id: string; slug: string; name: string; partnerId: string; videoDomain: string };
  entityId: string;
  acs: string;
  logout: string;
  /** PEM; it signs our requests, and assertions are encrypted for it. */
  certificate: string;
  readonly privateKey: KeyObject;
  isEnabled: boolean;
  justInTime: boolean;
  wantsEncrypted: boolean;
  idp: { entityId: string; ssoUrl: string; sloUrl: string | null; certificates: string[] };
};

/** Where an organization's service provider is found. The entity ID is the address of its metadata. */
export function spAddresses(slug: string): { entityId: string; acs: string; logout: string } {
  const base = `${env().PUBLIC_URL}/saml/${encodeURIComponent(slug)}`;
  return { entityId: `${base}/metadata`, acs: `${base}/acs`, logout: `${base}/logout` };
}

/** An organization's service provider, or null when it has none: no such organization, or single sign-on never set up. */
export async function findServiceProvider(slug: string): Promise<ServiceProvider | null> {
  const sso = await db().organizationSso.findFirst({
    where: { organization: { slug } },
    include: {
      organization: { select: { id: true, slug: true, name: true, partnerId: true, videoDomain: true } },
    },
  });
  if (!sso) return null;
  const { organization } = sso;
  return {
    organization,
    ...spAddresses(organization.slug),
    certificate: sso.spCertificate,
    // Opened when it is needed: most answers are not encrypted.
    get privateKey() {
      return createPrivateKey(unseal(sso.spKeySealed, spKeyPlace(organization.id)));
    },
    isEnabled: sso.isEnabled,
    justInTime: sso.justInTime,
    wantsEncrypted: sso.wantsEncrypted,
    idp: {
      entityId: sso.idpEntityId,
      ssoUrl: sso.ssoUrl,
      sloUrl: sso.sloUrl,
      certificates: sso.certificates,
    },
  };
}

/**
 * Writes and signs our messages to the identity provider. What comes from there is not its business.
 * @param how `forceAuthn`: a request to ask the person anew, whatever session stands there (SAML 2.0 Core, 3.4.1)
 */
export const messagesOf = (sp: ServiceProvider, id: string, how: { forceAuthn?: boolean } = {}): SAML =>
  new SAML({
    issuer: sp.entityId,
    callbackUrl: sp.acs,
    entryPoint: sp.idp.ssoUrl,
    logoutUrl: sp.idp.sloUrl ?? sp.idp.ssoUrl,
    idpCert: sp.idp.certificates,
    privateKey: sp.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    signatureAlgorithm: "sha256",
    digestAlgorithm: "sha256",
    // The provider names people as it likes; which name it may be is checked on arrival.
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    forceAuthn: how.forceAuthn ?? false,
    // Requests wait as rows (SamlRequest), not in node-saml's memory.
    validateInResponseTo: ValidateInResponseTo.never,
    cacheProvider: {
      saveAsync: async () => null,
      getAsync: async () => null,
      removeAsync: async () => null,
    },
    generateUniqueId: () => id,
  });
