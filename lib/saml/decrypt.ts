import { constants, createDecipheriv, type KeyObject, privateDecrypt } from "node:crypto";
import {
  attributeOf,
  bytesOf,
  childrenOf,
  NS,
  onlyChild,
  textOf,
  textOfBytes,
  Unreadable,
  walk,
} from "./xml";

/** Ciphers of the content (XML Encryption 1.1, 5.2), with the length of key and initial vector in bytes. */
const ciphers: Record<string, { name: string; key: number; iv: number; tag: number }> = {
  "http://www.w3.org/2009/xmlenc11#aes128-gcm": { name: "aes-128-gcm", key: 16, iv: 12, tag: 16 },
  "http://www.w3.org/2009/xmlenc11#aes192-gcm": { name: "aes-192-gcm", key: 24, iv: 12, tag: 16 },
  "http://www.w3.org/2009/xmlenc11#aes256-gcm": { name: "aes-256-gcm", key: 32, iv: 12, tag: 16 },
  // Without integrity of its own; the signature within is what is believed. Entra ID and AD FS send this one.
  "http://www.w3.org/2001/04/xmlenc#aes128-cbc": { name: "aes-128-cbc", key: 16, iv: 16, tag: 0 },
  "http://www.w3.org/2001/04/xmlenc#aes256-cbc": { name: "aes-256-cbc", key: 32, iv: 16, tag: 0 },
};

/** Names of OAEP digests, with those that products write by mistake. */
const oaepDigests: Record<string, string> = {
  "http://www.w3.org/2000/09/xmldsig#sha1": "sha1",
  "http://www.w3.org/2000/09/xmldsig#sha256": "sha256",
  "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
  "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
};

/** The algorithms that metadata names as welcome, best first. */
export const encryptionMethods = Object.keys(ciphers);

/** An encrypted assertion that cannot be opened; `found` is the algorithm, where that is why. */
export class NotDecrypted extends Error {
  override readonly name = "NotDecrypted";
  constructor(readonly found: string) {
    super("not decrypted");
  }
}

/**
 * The XML inside an `EncryptedAssertion`. RSA with PKCS #1 v1.5 padding is refused: its errors tell an attacker the key
 * (Bleichenbacher).
 * @throws {NotDecrypted | Unreadable}
 */
export function decryptAssertion(encrypted: Element, key: KeyObject): string {
  const data = onlyChild(encrypted, NS.encryption, "EncryptedData");
  if (!data) throw new Unreadable("without EncryptedData");
  const method = algorithmOf(data);
  const cipher = Object.hasOwn(ciphers, method) ? ciphers[method] : undefined;
  if (!cipher) throw new NotDecrypted(method || "no algorithm");
  const secret = contentKey(encrypted, key);
  const bytes = cipherBytes(data);
  const end = bytes.length - cipher.tag;
  if (secret.length !== cipher.key || end <= cipher.iv) throw new NotDecrypted("of another length");
  const opener = createDecipheriv(cipher.name as "aes-256-gcm", secret, bytes.subarray(0, cipher.iv));
  if (cipher.tag > 0) opener.setAuthTag(bytes.subarray(end));
  else opener.setAutoPadding(false);
  try {
    const opened = Buffer.concat([opener.update(bytes.subarray(cipher.iv, end)), opener.final()]);
    return textOfBytes(cipher.tag > 0 ? opened : withoutPadding(opened, cipher.iv));
  } catch (error) {
    throw error instanceof Unreadable ? error : new NotDecrypted("for another key");
  }
}

/** XML Encryption pads with anything, and says how much in the last byte (XML Encryption 1.1, 5.2). */
function withoutPadding(bytes: Buffer, block: number): Buffer {
  const count = bytes.at(-1) ?? 0;
  if (count < 1 || count > block) throw new NotDecrypted("for another key");
  return bytes.subarray(0, bytes.length - count);
}

/** The content's key: in the data's own KeyInfo, or beside the data. */
function contentKey(encrypted: Element, key: KeyObject): Buffer {
  const keys = [...walk(encrypted)].filter(
    (element) => element.localName === "EncryptedKey" && element.namespaceURI === NS.encryption,
  );
  const [only, second] = keys;
  if (!only || second) throw new Unreadable("without exactly one EncryptedKey");
  const method = onlyChild(only, NS.encryption, "EncryptionMethod");
  const algorithm = algorithmOf(only);
  const isOaep =
    algorithm === "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p" ||
    algorithm === "http://www.w3.org/2009/xmlenc11#rsa-oaep";
  const digest = method && childrenOf(method, NS.signature, "DigestMethod")[0];
  const named = digest ? (attributeOf(digest, "Algorithm") ?? "") : "http://www.w3.org/2000/09/xmldsig#sha1";
  const oaepHash = Object.hasOwn(oaepDigests, named) ? oaepDigests[named] : undefined;
  if (!isOaep || !oaepHash) throw new NotDecrypted(isOaep ? named : algorithm || "no algorithm");
  try {
    return privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, cipherBytes(only));
  } catch (error) {
    throw error instanceof Unreadable ? error : new NotDecrypted("for another key");
  }
}

function algorithmOf(parent: Element): string {
  const method = onlyChild(parent, NS.encryption, "EncryptionMethod");
  return (method && attributeOf(method, "Algorithm")) ?? "";
}

function cipherBytes(parent: Element): Buffer {
  const data = onlyChild(parent, NS.encryption, "CipherData");
  const value = data && onlyChild(data, NS.encryption, "CipherValue");
  if (!value) throw new Unreadable("without CipherValue");
  return bytesOf(textOf(value));
}
