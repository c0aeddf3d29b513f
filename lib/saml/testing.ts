import {
  constants,
  createCipheriv,
  createPublicKey,
  publicEncrypt,
  randomBytes,
  X509Certificate,
} from "node:crypto";
import { SignedXml } from "xml-crypto";
import { seal } from "../crypto";
import { db } from "../db";
import { buildOrganization } from "../testing/factories";
import { Minute } from "../time";
import { xmlDigests, xmlSignatures } from "./algorithms";
import { findServiceProvider, type ServiceProvider } from "./service-provider";
import { newKeyPair, spKeyPlace } from "./sp-key";
import { escapeXml } from "./xml";

/** An identity provider of the tests: a name and a key pair, PEM. */
export type TestIdp = { entityId: string; key: string; certificate: string };

const made = new Map<string, Promise<{ key: string; certificate: string }>>();
/** Keys take a while to make: one pair for each purpose, in a whole test run's process. */
export function keyPair(purpose: string): Promise<{ key: string; certificate: string }> {
  const pair = made.get(purpose) ?? newKeyPair(purpose);
  made.set(purpose, pair);
  return pair;
}

/** An identity provider; those of one name share their key. */
export const testIdp = async (name = "idp"): Promise<TestIdp> => ({
  entityId: `https://${name}.example/metadata`,
  ...(await keyPair(`${name}.example`)),
});

/** A certificate as the database and metadata have it: base64 of its DER. */
export const bareCertificate = (pem: string): string => new X509Certificate(pem).raw.toString("base64");

type SsoOver = Partial<{
  organizationId: string;
  isEnabled: boolean;
  justInTime: boolean;
  wantsEncrypted: boolean;
  ssoUrl: string;
  sloUrl: string | null;
  requiresSso: boolean;
  certificates: string[];
  /** A domain of the organization, verified. */
  domain: string;
  idp: TestIdp;
}>;

/** An organization with single sign-on, switched on; a new organization unless an `organizationId` is given. */
export async function buildSso({ domain, idp: given, requiresSso, ...over }: SsoOver = {}): Promise<{
  idp: TestIdp;
  sp: ServiceProvider;
}> {
  const idp = given ?? (await testIdp());
  const organizationId = over.organizationId ?? (await buildOrganization()).id;
  const { slug } = await db().organization.update({ where: { id: organizationId }, data: { requiresSso } });
  const { key, certificate } = await keyPair("sp.example");
  await db().organizationSso.create({
    data: {
      idpEntityId: idp.entityId,
      ssoUrl: "https://idp.example/sso",
      certificates: [bareCertificate(idp.certificate)],
      isEnabled: true,
      ...over,
      organizationId,
      spKeySealed: seal(key, spKeyPlace(organizationId)),
      spCertificate: certificate,
    },
  });
  if (domain)
    await db().organizationDomain.create({
      data: { organizationId, domain, token: "test", verifiedAt: new Date(), verifiedBy: "operator" },
    });
  const sp = await findServiceProvider(slug);
  if (!sp) throw new Error("the service provider is not there");
  return { idp, sp };
}

/** What an answer says. Each part can be made another, or left out by null. */
export type AnswerParts = {
  idp: TestIdp;
  sp: Pick<ServiceProvider, "entityId" | "acs" | "certificate">;
  requestId: string;
  nameId: string;
  nameIdFormat: string;
  /** The whole Subject's name, in place of `nameId`. */
  nameIdXml: string;
  attributes: Record<string, string>;
  status: string;
  issuer: string;
  responseIssuer: string;
  destination: string | null;
  recipient: string;
  audience: string | null;
  inResponseTo: string | null;
  confirmationInResponseTo: string;
  method: string;
  now: Date;
  issueInstant: Date;
  notBefore: Date;
  notOnOrAfter: Date;
  /** When the provider asked the person; null leaves it out. */
  authnInstant: Date | null;
  confirmedUntil: Date | null;
  sessionIndex: string;
  assertionId: string;
  responseId: string;
  /** Which parts are signed, by `signer` or else the provider. */
  sign: "assertion" | "response" | "both" | "none";
  signer: { key: string };
  algorithm: string;
  digest: string;
  encrypt: boolean;
  cipher: "aes-256-gcm" | "aes-256-cbc";
};
type Given = Partial<AnswerParts> & Pick<AnswerParts, "idp" | "sp" | "requestId">;

const withDefaults = (given: Given): AnswerParts => {
  const now = given.now ?? new Date();
  return {
    nameId: "alice",
    nameIdFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
    nameIdXml: "",
    attributes: {},
    status: "urn:oasis:names:tc:SAML:2.0:status:Success",
    issuer: given.idp.entityId,
    responseIssuer: given.idp.entityId,
    destination: given.sp.acs,
    recipient: given.sp.acs,
    audience: given.sp.entityId,
    inResponseTo: given.requestId,
    confirmationInResponseTo: given.requestId,
    method: "urn:oasis:names:tc:SAML:2.0:cm:bearer",
    now,
    issueInstant: now,
    notBefore: now,
    notOnOrAfter: new Date(now.getTime() + 5 * Minute.ms),
    authnInstant: now,
    confirmedUntil: new Date(now.getTime() + 5 * Minute.ms),
    sessionIndex: "session-1",
    assertionId: `_a${randomBytes(12).toString("hex")}`,
    responseId: `_r${randomBytes(12).toString("hex")}`,
    sign: "assertion",
    signer: given.idp,
    algorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    digest: "http://www.w3.org/2001/04/xmlenc#sha256",
    encrypt: false,
    cipher: "aes-256-gcm",
    ...given,
  };
};

const attribute = (name: string, value: string | null) =>
  value === null ? "" : ` ${name}="${escapeXml(value)}"`;

/** An assertion, unsigned. */
export function assertionXml(given: Given): string {
  const parts = withDefaults(given);
  const { confirmedUntil, audience } = parts;
  const name =
    parts.nameIdXml || `<saml:NameID Format="${parts.nameIdFormat}">${escapeXml(parts.nameId)}</saml:NameID>`;
  const attributes = Object.entries(parts.attributes).map(
    ([key, value]) =>
      `<saml:Attribute Name="${escapeXml(key)}"><saml:AttributeValue>${escapeXml(value)}</saml:AttributeValue></saml:Attribute>`,
  );
  return `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${parts.assertionId}" Version="2.0" IssueInstant="${parts.issueInstant.toISOString()}"><saml:Issuer>${escapeXml(parts.issuer)}</saml:Issuer><saml:Subject>${name}<saml:SubjectConfirmation Method="${parts.method}"><saml:SubjectConfirmationData${attribute("NotOnOrAfter", confirmedUntil?.toISOString() ?? null)} Recipient="${escapeXml(parts.recipient)}" InResponseTo="${parts.confirmationInResponseTo}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${parts.notBefore.toISOString()}" NotOnOrAfter="${parts.notOnOrAfter.toISOString()}">${audience === null ? "" : `<saml:AudienceRestriction><saml:Audience>${escapeXml(audience)}</saml:Audience></saml:AudienceRestriction>`}</saml:Conditions><saml:AuthnStatement${attribute("AuthnInstant", parts.authnInstant?.toISOString() ?? null)} SessionIndex="${parts.sessionIndex}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>${attributes.length > 0 ? `<saml:AttributeStatement>${attributes.join("")}</saml:AttributeStatement>` : ""}</saml:Assertion>`;
}

/** A response around an assertion, unsigned. */
export function responseXml(given: Given, inner: string): string {
  const parts = withDefaults(given);
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${parts.responseId}" Version="2.0" IssueInstant="${parts.now.toISOString()}"${attribute("Destination", parts.destination)}${attribute("InResponseTo", parts.inResponseTo)}><saml:Issuer>${escapeXml(parts.responseIssuer)}</saml:Issuer><samlp:Status><samlp:StatusCode Value="${parts.status}"/></samlp:Status>${inner}</samlp:Response>`;
}

type SignWith = { key: string; algorithm?: string; digest?: string };

/** Signs the element of an id, enveloped, after its issuer. */
export function signXml(xml: string, id: string, { key, algorithm, digest }: SignWith): string {
  const signer = new SignedXml({
    privateKey: key,
    signatureAlgorithm: algorithm ?? "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    canonicalizationAlgorithm: "http://www.w3.org/2001/10/xml-exc-c14n#",
  });
  signer.SignatureAlgorithms = { ...signer.SignatureAlgorithms, ...xmlSignatures };
  signer.HashAlgorithms = { ...signer.HashAlgorithms, ...xmlDigests };
  if (algorithm?.includes("hmac")) signer.enableHMAC();
  const element = `//*[@ID='${id}']`;
  signer.addReference({
    xpath: element,
    transforms: [
      "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
      "http://www.w3.org/2001/10/xml-exc-c14n#",
    ],
    digestAlgorithm: digest ?? "http://www.w3.org/2001/04/xmlenc#sha256",
  });
  const location = { reference: `${element}/*[local-name()='Issuer']`, action: "after" as const };
  signer.computeSignature(xml, { prefix: "ds", location });
  return signer.getSignedXml();
}

/** Encrypts an assertion for a service provider. */
export function encryptXml(
  xml: string,
  certificate: string,
  cipher: AnswerParts["cipher"] = "aes-256-gcm",
): string {
  const isGcm = cipher === "aes-256-gcm";
  const [secret, iv] = [randomBytes(32), randomBytes(isGcm ? 12 : 16)];
  const sealer = createCipheriv(cipher as "aes-256-gcm", secret, iv);
  const sealed = Buffer.concat([
    iv,
    sealer.update(xml, "utf8"),
    sealer.final(),
    ...(isGcm ? [sealer.getAuthTag()] : []),
  ]);
  const wrapped = publicEncrypt(
    { key: createPublicKey(certificate), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha1" },
    secret,
  );
  const method = isGcm
    ? "http://www.w3.org/2009/xmlenc11#aes256-gcm"
    : "http://www.w3.org/2001/04/xmlenc#aes256-cbc";
  const value = (bytes: Buffer) =>
    `<xenc:CipherData><xenc:CipherValue>${bytes.toString("base64")}</xenc:CipherValue></xenc:CipherData>`;
  return `<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"><xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" Type="http://www.w3.org/2001/04/xmlenc#Element"><xenc:EncryptionMethod Algorithm="${method}"/><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedKey><xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"/>${value(wrapped)}</xenc:EncryptedKey></ds:KeyInfo>${value(sealed)}</xenc:EncryptedData></saml:EncryptedAssertion>`;
}

/** A whole answer as XML. */
export function answerXml(given: Given): string {
  const parts = withDefaults(given);
  const how = { key: parts.signer.key, algorithm: parts.algorithm, digest: parts.digest };
  const isAssertionSigned = parts.sign === "assertion" || parts.sign === "both";
  const plain = assertionXml(parts);
  const assertion = isAssertionSigned ? signXml(plain, parts.assertionId, how) : plain;
  const inner = parts.encrypt ? encryptXml(assertion, parts.sp.certificate, parts.cipher) : assertion;
  const response = responseXml(parts, inner);
  return parts.sign === "response" || parts.sign === "both"
    ? signXml(response, parts.responseId, how)
    : response;
}

/** As it is posted. */
export const encoded = (xml: string): string => Buffer.from(xml, "utf8").toString("base64");

/** An answer as it is posted. */
export const buildAnswer = (given: Given): string => encoded(answerXml(given));
