import { childrenOf, plainText, readXml, XmlError } from "../xml";

export { childrenOf } from "../xml";

/** Namespaces of SAML 2.0 (Core, 1.2) and of XML Signature and Encryption. */
export const NS = {
  protocol: "urn:oasis:names:tc:SAML:2.0:protocol",
  assertion: "urn:oasis:names:tc:SAML:2.0:assertion",
  signature: "http://www.w3.org/2000/09/xmldsig#",
  encryption: "http://www.w3.org/2001/04/xmlenc#",
} as const;

/** Real answers have some 10 kB; with many groups, 100. */
export const BYTES_MAX = 256 * 1024;
const ELEMENTS_MAX = 5000;
/** Of one element, namespaces included. */
const ATTRIBUTES_MAX = 50;

/** A document that is not read: malformed, too large, or with parts that no identity provider has use for. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
}

/**
 * Decodes base64 as it comes in a form, line breaks included. What a lenient decoder would skip is refused.
 * @throws {Unreadable}
 */
export function bytesOf(base64: string): Buffer {
  if (base64.length > BYTES_MAX * 1.4) throw new Unreadable("too large");
  const plain = base64.replace(/[\r\n\t ]/g, "");
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(plain) || plain.length % 4 !== 0) throw new Unreadable("not base64");
  return Buffer.from(plain, "base64");
}

/** @throws {Unreadable} for bytes that are not UTF-8, or too many */
export function textOfBytes(bytes: Uint8Array): string {
  if (bytes.length > BYTES_MAX) throw new Unreadable("too large");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Unreadable("not UTF-8");
  }
}

/** As XML has line ends (XML 1.0, 2.11). Signatures are computed over this form. */
const withPlainLineEnds = (text: string) => text.replace(/\r\n?/g, "\n");

/** A document that was read, and the text it was read from: signatures are checked on that very text. */
export type Doc = { text: string; root: Element };

/**
 * Reads a document more strictly yet than {@link readXml}: no comments and no CDATA either, ids that are there once, and a
 * limited number of elements and attributes. All of these have been ways to make two readers of one document disagree.
 * @throws {Unreadable}
 */
export function readDoc(source: string): Doc {
  const text = withPlainLineEnds(source)
    .replace(/^\uFEFF/, "")
    .trim();
  const body = text.replace(
    /^<\?xml version="1\.[01]"( encoding="utf-8")?( standalone="(yes|no)")?\s*\?>\s*/i,
    "",
  );
  // In well-formed XML "<" stands for markup only, so that these are all there are.
  if (/<[!?]/.test(body)) throw new Unreadable("with a DTD, a comment or an instruction");
  if (!hasOnlyCharacters(body)) throw new Unreadable("with characters that XML does not have");
  if ((body.match(/</g)?.length ?? 0) > 2 * ELEMENTS_MAX) throw new Unreadable("too many elements");
  const root = rootOf(body);
  const ids = new Set<string>();
  for (const element of walk(root)) {
    if (element.attributes.length > ATTRIBUTES_MAX) throw new Unreadable("with too many attributes");
    for (const attribute of Array.from(element.attributes)) {
      if (!/^(?:xml:)?id$/i.test(attribute.name)) continue;
      if (ids.has(attribute.value)) throw new Unreadable("with an id twice");
      ids.add(attribute.value);
    }
  }
  return { text: body, root };
}

function rootOf(text: string): Element {
  try {
    const { documentElement, childNodes } = readXml(text, BYTES_MAX);
    if (childNodes.length === 1) return documentElement;
  } catch (error) {
    throw error instanceof XmlError ? new Unreadable(error.fault) : error;
  }
  throw new Unreadable("with text behind it");
}

/** Whether all characters, written or by number, are those of XML (XML 1.0, 2.2). A database would stumble over others. */
function hasOnlyCharacters(text: string): boolean {
  const numbers = text.matchAll(/&#(?:x([0-9a-f]+)|([0-9]+));/gi);
  const named = [...numbers].map(([, hex, decimal]) =>
    hex ? Number.parseInt(hex, 16) : Number.parseInt(decimal ?? "", 10),
  );
  const isCharacter = (code: number) =>
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return named.every(isCharacter) && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text);
}

/** An element and all below it. Without recursion: a hostile document must not use up the stack. */
export function* walk(root: Element): Generator<Element> {
  const waiting = [root];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    yield next;
    waiting.push(...childrenOf(next));
  }
}

/** Whether an element has this name in this namespace. */
export const isNamed = (element: Element, namespace: string, name: string): boolean =>
  element.namespaceURI === namespace && element.localName === name;

/** The one element of a name directly in an element, or null. @throws {Unreadable} when there are several */
export function onlyChild(parent: Element, namespace: string, name: string): Element | null {
  const [first, second] = childrenOf(parent, namespace, name);
  if (second) throw new Unreadable(`with more than one ${name}`);
  return first ?? null;
}

/**
 * The text of an element that holds nothing else.
 * @throws {Unreadable} when there are elements in it: a reader that took the first piece of text only would read another value
 */
export function textOf(element: Element): string {
  const text = plainText(element);
  if (text === null) throw new Unreadable(`with markup in ${element.localName}`);
  return text.trim();
}

/** An attribute's value, or null when it is absent or empty. */
export const attributeOf = (element: Element, name: string): string | null =>
  element.getAttribute(name) || null;

/** Text made harmless between tags and in quotes. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
