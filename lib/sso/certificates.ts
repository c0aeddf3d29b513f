import { X509Certificate } from "node:crypto";

/** Smallest RSA modulus of a provider's key, in bits (NIST SP 800-131A rev. 2, 3). */
const RSA_BITS_MIN = 2048;

/** A certificate of an identity provider, as far as people need it. */
export type IdpCertificate = {
  /** Base64 of the DER, in one line. */
  der: string;
  subject: string;
  /** SHA-256, in pairs of hex digits with colons. */
  fingerprint: string;
  notBefore: Date;
  notAfter: Date;
};

/** Why a certificate is not taken. */
export type CertificateFault = "unreadable_certificate" | "weak_key" | "unknown_key" | "all_expired";

/** Reads a certificate as metadata holds it: base64 of the DER, with blanks and line ends anywhere. */
export function readCertificate(base64: string): IdpCertificate | CertificateFault {
  const der = base64.replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/]{100,12000}={0,2}$/.test(der)) return "unreadable_certificate";
  let certificate: X509Certificate;
  let fault: CertificateFault | null;
  try {
    certificate = new X509Certificate(Buffer.from(der, "base64"));
    fault = keyFault(certificate);
  } catch {
    return "unreadable_certificate";
  }
  return (
    fault ?? {
      der: certificate.raw.toString("base64"),
      subject: certificate.subject.split("\n").reverse().join(", "),
      fingerprint: certificate.fingerprint256,
      notBefore: new Date(certificate.validFrom),
      notAfter: new Date(certificate.validTo),
    }
  );
}

function keyFault({ publicKey }: X509Certificate): CertificateFault | null {
  if (publicKey.asymmetricKeyType === "ec") return null;
  if (publicKey.asymmetricKeyType !== "rsa") return "unknown_key";
  return (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) < RSA_BITS_MIN ? "weak_key" : null;
}

/**
 * The certificates to check a provider's signatures with. Several are normal while a provider changes its key; those that
 * are over are left out, and everything else must be good.
 */
export function chooseCertificates(
  all: string[],
  now: Date,
): { certificates: IdpCertificate[]; expired: number } | CertificateFault | "no_certificate" {
  if (all.length === 0) return "no_certificate";
  const read = new Map<string, IdpCertificate>();
  for (const one of all) {
    const certificate = readCertificate(one);
    if (typeof certificate === "string") return certificate;
    read.set(certificate.der, certificate);
  }
  const certificates = [...read.values()].filter((one) => one.notAfter > now);
  if (certificates.length === 0) return "all_expired";
  return { certificates, expired: read.size - certificates.length };
}
