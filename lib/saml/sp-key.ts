import "reflect-metadata";
import { KeyUsageFlags, KeyUsagesExtension, X509CertificateGenerator } from "@peculiar/x509";
import { seal } from "../crypto";
import { Day } from "../time";

/** Identity providers pin the certificate, and none looks at its end; ten years, as is the custom. */
const LIFETIME_MS = 3650 * Day.ms;

const ALGORITHM = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 3072,
};

/** Where an organization's private key as a service provider is sealed for. */
export const spKeyPlace = (organizationId: string) => `sso.spKey:${organizationId}`;

/** A key pair, PEM both: the private key, and a certificate that it signed itself. */
export async function newKeyPair(commonName: string): Promise<{ key: string; certificate: string }> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const now = Date.now();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [commonName] }],
    notBefore: new Date(now - Day.ms),
    notAfter: new Date(now + LIFETIME_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment)],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/(.{64})/g, "$1\n").trim()}\n-----END PRIVATE KEY-----\n`;
  return { key, certificate: certificate.toString("pem") };
}

/** The key pair with which we sign requests of one organization, and which its provider encrypts for. */
export async function newSpKey(
  organizationId: string,
  commonName: string,
): Promise<{ spKeySealed: string; spCertificate: string }> {
  const { key, certificate } = await newKeyPair(commonName);
  return { spKeySealed: seal(key, spKeyPlace(organizationId)), spCertificate: certificate };
}
