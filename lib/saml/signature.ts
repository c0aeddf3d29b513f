import { type KeyObject, X509Certificate } from "node:crypto";
import { ExclusiveCanonicalization, ExclusiveCanonicalizationWithComments, SignedXml } from "xml-crypto";
import { isDigestAlgorithm, isSignatureAlgorithm, xmlDigests, xmlSignatures } from "./algorithms";
import { attributeOf, childrenOf, type Doc, NS, onlyChild, Unreadable, walk } from "./xml";

const ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
const EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
const EXCLUSIVE_WITH_COMMENTS = `${EXCLUSIVE}WithComments`;

/** What a signature was found to be. `bytes` are those that it covers, in canonical form: nothing else is to be believed. */
export type Verified =
  | { ok: true; bytes: string }
  | { ok: false; why: "algorithm"; found: string }
  | { ok: false; why: "signature"; found: string };

type Certificate = { key: KeyObject; validTo: Date };

/** Certificates as they were read. Each answer needs its provider's, and reading one takes as long as checking a signature. */
const read = new Map<string, Certificate>();
const READ_MAX = 1000;

function readCertificate(der: string): Certificate {
  const known = read.get(der);
  if (known) return known;
  const { publicKey, validTo } = new X509Certificate(Buffer.from(der, "base64"));
  const certificate = { key: publicKey, validTo: new Date(validTo) };
  if (read.size >= READ_MAX) read.clear();
  read.set(der, certificate);
  return certificate;
}

/** The keys of those of the provider's certificates that are valid at a time. */
export const usableKeys = (certificates: string[], now: Date): KeyObject[] =>
  certificates
    .map(readCertificate)
    .filter(({ validTo }) => validTo > now)
    .map(({ key }) => key);

/** The signature that an element carries, or null. @throws {Unreadable} when it carries several */
export const signatureOf = (element: Element): Element | null =>
  onlyChild(element, NS.signature, "Signature");

const bad = (found: string): Verified => ({ ok: false, why: "signature", found });

/**
 * Checks the signature of an element: made with one of the keys, with an algorithm that we take, over exactly this
 * element. What it says of itself beyond that (KeyInfo) is not looked at.
 */
export function verify(doc: Doc, element: Element, keys: KeyObject[]): Verified {
  const signature = signatureOf(element);
  if (!signature) return bad("none");
  const shape = shapeOf(signature, element);
  if (!shape.ok) return shape;
  for (const key of keys) {
    const reader = readerFor(key);
    try {
      reader.loadSignature(signature);
      if (!reader.checkSignature(doc.text)) continue;
    } catch {
      continue; // xml-crypto throws for a wrong signature: another key may be the right one
    }
    const [bytes, more] = reader.getSignedReferences();
    if (bytes && !more) return { ok: true, bytes };
  }
  return bad(keys.length > 0 ? "not of this identity provider" : "no certificate that is valid now");
}

/** An XML signature in its one form that SAML allows (SAML 2.0 Core, 5.4): enveloped, over the element that it stands in. */
function shapeOf(signature: Element, signed: Element): { ok: true } | Exclude<Verified, { ok: true }> {
  const refuse = (found: string) => ({ ok: false, why: "signature", found }) as const;
  const id = attributeOf(signed, "ID");
  const info = onlyChild(signature, NS.signature, "SignedInfo");
  const reference = info && onlyChild(info, NS.signature, "Reference");
  if (!id || !/^[A-Za-z_][\w.-]*$/.test(id) || !info || !reference) return refuse("of an unusual form");
  if (attributeOf(reference, "URI") !== `#${id}`) return refuse("over another element");
  const transforms = onlyChild(reference, NS.signature, "Transforms");
  const names = transforms ? childrenOf(transforms).map((transform) => algorithmIn(transform)) : [];
  const method = onlyChild(info, NS.signature, "CanonicalizationMethod");
  const isExclusive = (name: string) => name === EXCLUSIVE || name === EXCLUSIVE_WITH_COMMENTS;
  if (!names.every((name) => name === ENVELOPED || isExclusive(name)) || new Set(names).size !== names.length)
    return refuse("with transforms that are not allowed");
  if (!names.includes(ENVELOPED) || !names.some(isExclusive) || !isExclusive(algorithmIn(method)))
    return refuse("with a canonical form that is not allowed");
  if (childrenOf(signature, NS.signature, "Object").length > 0) return refuse("with an object in it");
  const made = algorithmIn(onlyChild(info, NS.signature, "SignatureMethod"));
  const digest = algorithmIn(onlyChild(reference, NS.signature, "DigestMethod"));
  if (!isSignatureAlgorithm(made)) return { ok: false, why: "algorithm", found: made };
  if (!isDigestAlgorithm(digest)) return { ok: false, why: "algorithm", found: digest };
  return { ok: true };
}

const algorithmIn = (element: Element | null): string => (element && attributeOf(element, "Algorithm")) ?? "";

/** xml-crypto, with our lists in place of its own, and with one key, not the one that the document names. */
function readerFor(key: KeyObject): SignedXml {
  const reader = new SignedXml({ publicCert: key, getCertFromKeyInfo: () => null });
  reader.SignatureAlgorithms = xmlSignatures;
  reader.HashAlgorithms = xmlDigests;
  const own = reader.CanonicalizationAlgorithms[ENVELOPED];
  if (!own) throw new Error("xml-crypto has no enveloped signatures");
  reader.CanonicalizationAlgorithms = {
    [ENVELOPED]: own,
    [EXCLUSIVE]: ExclusiveCanonicalization,
    [EXCLUSIVE_WITH_COMMENTS]: ExclusiveCanonicalizationWithComments,
  };
  return reader;
}

/**
 * Signatures may stand at the places given, and nowhere else: one that covers a part only would be a document in disguise.
 * @throws {Unreadable}
 */
export function refuseOtherSignatures(root: Element, places: Element[]): void {
  for (const element of walk(root)) {
    if (element.localName !== "Signature") continue;
    if (!places.includes(element.parentNode as Element)) throw new Unreadable("with a signature elsewhere");
  }
}
