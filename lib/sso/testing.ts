import "reflect-metadata";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { X509CertificateGenerator } from "@peculiar/x509";
import { db } from "../db";
import type { Prisma } from "../generated/prisma/client";
import { actorOf, buildUser } from "../testing/factories";
import { Day } from "../time";
import type { Configurer } from "./configurer";
import type { PlainIdp } from "./metadata";

type CertificateWish = {
  /** Modulus of an RSA key; 0 for a key on the curve P-256. */
  bits?: number;
  /** Days from now. */
  from?: number;
  until?: number;
  name?: string;
};

/** A provider's certificate, as base64 of its DER. */
export async function newCertificate({
  bits = 2048,
  from = -1,
  until = 365,
  name = "idp.example",
}: CertificateWish = {}) {
  const rsa = {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: bits,
  };
  const algorithm = bits ? rsa : { name: "ECDSA", hash: "SHA-256", namedCurve: "P-256" };
  const keys = (await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [name] }],
    notBefore: new Date(Date.now() + from * Day.ms),
    notAfter: new Date(Date.now() + until * Day.ms),
    signingAlgorithm: algorithm,
    keys,
  });
  return Buffer.from(certificate.rawData).toString("base64");
}

type MetadataWish = {
  entityId?: string;
  ssoUrl?: string;
  sloUrl?: string | null;
  certificates?: string[];
  /** XML put before the provider's role, and into it. */
  before?: string;
  inside?: string;
  /** Attributes of the entity. */
  attributes?: string;
};

export const keyDescriptor = (certificate: string, use = ' use="signing"') =>
  `<md:KeyDescriptor${use}><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>
    ${certificate.replace(/(.{64})/g, "$1\n")}
  </ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;

/** Metadata of an identity provider. */
export function metadataXml({
  entityId = "https://idp.example/metadata",
  ssoUrl = "https://idp.example/sso",
  sloUrl = "https://idp.example/slo",
  certificates = [],
  before = "",
  inside = "",
  attributes = "",
}: MetadataWish): string {
  const redirect = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
  return `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}" ${attributes}>
  ${before}
  <md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    ${certificates.map((certificate) => keyDescriptor(certificate)).join("\n")}
    ${inside}
    ${sloUrl ? `<md:SingleLogoutService Binding="${redirect}" Location="${sloUrl}"/>` : ""}
    <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat>
    ${ssoUrl ? `<md:SingleSignOnService Binding="${redirect}" Location="${ssoUrl}"/>` : ""}
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example/post"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`;
}

/** An organization's provider, as an admin saved it; with a key of ours that only looks like one, since making one takes long. */
export async function buildProvider(
  organizationId: string,
  over: Partial<Prisma.OrganizationSsoUncheckedCreateInput> = {},
) {
  return db().organizationSso.create({
    data: {
      organizationId,
      idpEntityId: "https://idp.example/metadata",
      ssoUrl: "https://idp.example/sso",
      certificates: [],
      spKeySealed: "sealed",
      spCertificate: "-----BEGIN CERTIFICATE-----",
      ...over,
    },
  });
}

/** An organization's admin, with a password and a fresh proof. */
export async function buildAdmin() {
  const user = await buildUser({ role: "ORG_ADMIN", passwordHash: "$argon2id$x" });
  const by: Configurer = {
    actor: actorOf(user),
    sessionId: user.id,
    provenAt: new Date(),
    remoteAddress: "192.0.2.7",
  };
  return { user, by, organizationId: user.organizationId ?? "" };
}

/** A provider as it was read, to be saved. */
export const plainIdp = (over: Partial<PlainIdp>): PlainIdp => ({
  entityId: "https://idp.example/metadata",
  ssoUrl: "https://idp.example/sso",
  sloUrl: null,
  certificates: [],
  ...over,
});

export const ssoOf = (organizationId: string) =>
  db().organizationSso.findUniqueOrThrow({ where: { organizationId } });

/** What the audit holds of an organization, in order: the action, and what was changed. */
export const changesOf = async (organizationId: string) =>
  (await db().auditEvent.findMany({ where: { organizationId }, orderBy: { id: "asc" } })).map(
    ({ action, facts }) => `${action} ${(facts as { change?: string }).change}`,
  );

/** An address on this machine where metadata is published: what `answer` holds. */
export async function publishMetadata() {
  process.env.SSO_ALLOW_LOOPBACK_METADATA = "true"; // before the environment is read for the first time
  const published = { answer: "", address: "", stop: () => server.close() };
  const server = http.createServer((_request, response) => response.end(published.answer));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  published.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metadata`;
  return published;
}
