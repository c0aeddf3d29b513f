import { encryptionMethods } from "./decrypt";
import type { ServiceProvider } from "./service-provider";
import { escapeXml } from "./xml";

const BINDING = "urn:oasis:names:tc:SAML:2.0:bindings";

/** Kinds of names that suit: lasting ones. */
const nameIdFormats = [
  "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
  "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
  "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
];

/** What an identity provider must know of an organization's service provider (SAML 2.0 Metadata, 2.4.4). */
export function metadataOf(sp: ServiceProvider): string {
  const certificate = sp.certificate.replace(/-----[^-]+-----|\s/g, "");
  const keyInfo = `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`;
  const [entityId, acs, logout] = [sp.entityId, sp.acs, sp.logout].map(escapeXml);
  return `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${entityId}">
  <md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol" AuthnRequestsSigned="true" WantAssertionsSigned="true">
    <md:KeyDescriptor use="signing">${keyInfo}</md:KeyDescriptor>
    <md:KeyDescriptor use="encryption">
      ${keyInfo}
${encryptionMethods.map((method) => `      <md:EncryptionMethod Algorithm="${method}"/>`).join("\n")}
      <md:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"><ds:DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/></md:EncryptionMethod>
    </md:KeyDescriptor>
    <md:SingleLogoutService Binding="${BINDING}:HTTP-Redirect" Location="${logout}"/>
    <md:SingleLogoutService Binding="${BINDING}:HTTP-POST" Location="${logout}"/>
${nameIdFormats.map((format) => `    <md:NameIDFormat>${format}</md:NameIDFormat>`).join("\n")}
    <md:AssertionConsumerService Binding="${BINDING}:HTTP-POST" Location="${acs}" index="0" isDefault="true"/>
  </md:SPSSODescriptor>
</md:EntityDescriptor>
`;
}
