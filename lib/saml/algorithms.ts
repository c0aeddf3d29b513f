import { createHash, createPrivateKey, type KeyLike, type KeyObject, sign, verify } from "node:crypto";
import type { HashAlgorithm, SignatureAlgorithm } from "xml-crypto";

/**
 * What a signature may be made with, by its XML name (RFC 9231). SHA-1 is broken, and HMAC would take a public
 * certificate for a shared secret.
 */
const signatures: Record<string, { hash: string; keyType: "rsa" | "ec" }> = {
  "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256": { hash: "sha256", keyType: "rsa" },
  "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384": { hash: "sha384", keyType: "rsa" },
  "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512": { hash: "sha512", keyType: "rsa" },
  "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256": { hash: "sha256", keyType: "ec" },
  "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384": { hash: "sha384", keyType: "ec" },
  "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512": { hash: "sha512", keyType: "ec" },
};
const digests: Record<string, string> = {
  "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
  "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
  "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
};

export const isSignatureAlgorithm = (name: string): boolean => Object.hasOwn(signatures, name);
export const isDigestAlgorithm = (name: string): boolean => Object.hasOwn(digests, name);

/**
 * Whether a signature over these bytes is of this key. XML has ECDSA signatures as two numbers side by side
 * (RFC 9231, 2.3.6), not as ASN.1.
 */
export function isSignedBy(
  algorithm: string,
  bytes: string | Buffer,
  key: KeyObject,
  signature: Buffer,
): boolean {
  const known = Object.hasOwn(signatures, algorithm) ? signatures[algorithm] : undefined;
  if (!known || key.asymmetricKeyType !== known.keyType) return false;
  return verify(known.hash, Buffer.from(bytes), { key, dsaEncoding: "ieee-p1363" }, signature);
}

/** The signature algorithms that we take, for xml-crypto, whose own list has fewer good ones, and bad ones. */
export const xmlSignatures = Object.fromEntries(
  Object.entries(signatures).map(([name, { hash }]) => [
    name,
    class implements SignatureAlgorithm {
      getAlgorithmName = () => name;
      getSignature = ((info: string, key: KeyLike) =>
        sign(hash, Buffer.from(info), {
          key: createPrivateKey(key as string | Buffer),
          dsaEncoding: "ieee-p1363",
        }).toString("base64")) as SignatureAlgorithm["getSignature"];
      verifySignature = ((info: string, key: KeyObject, value: string) =>
        isSignedBy(name, info, key, Buffer.from(value, "base64"))) as SignatureAlgorithm["verifySignature"];
    },
  ]),
);

/** The digests that we take, for xml-crypto. */
export const xmlDigests = Object.fromEntries(
  Object.entries(digests).map(([name, hash]) => [
    name,
    class implements HashAlgorithm {
      getAlgorithmName = () => name;
      getHash = (xml: string) => createHash(hash).update(xml, "utf8").digest("base64");
    },
  ]),
);
