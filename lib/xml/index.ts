import { DOMParser } from "@xmldom/xmldom";

/** What is wrong with a document before anybody looks at its meaning. */
export type XmlFault = "too_large" | "too_deep" | "not_xml" | "forbidden_markup";

/** A document that is not read. */
export class XmlError extends Error {
  override readonly name = "XmlError";
  constructor(readonly fault: XmlFault) {
    super(fault);
  }
}

/** Documents of SAML have about ten levels; deeper ones only cost time. */
const DEPTH_MAX = 40;

/**
 * Reads a document from outside: at most so many bytes of UTF-8, no document type, no entities of its own and no
 * processing instructions. Those have no place in SAML, and each has been a way in (XXE, entity bombs, two readers that
 * understand one document differently). What a lenient parser would mend is refused, too.
 * @throws {XmlError}
 */
export function readXml(text: string, bytesMax: number): Document {
  if (text.length > bytesMax || Buffer.byteLength(text) > bytesMax) throw new XmlError("too_large");
  const body = text.replace(/^\uFEFF/, "").replace(/^<\?xml\s[^<>?]*\?>/, "");
  checkMarkup(body);
  let document: Document | undefined;
  try {
    const refuse = () => {
      throw new XmlError("not_xml");
    };
    const errorHandler = { warning: refuse, error: refuse, fatalError: refuse };
    document = new DOMParser({ errorHandler }).parseFromString(body, "text/xml");
  } catch {
    throw new XmlError("not_xml");
  }
  const roots = document ? childrenOf(document) : [];
  if (!document?.documentElement || roots.length !== 1) throw new XmlError("not_xml");
  return document;
}

/** Walks over the markup once, without building anything: a parser must not see what is refused here. */
function checkMarkup(text: string): void {
  let depth = 0;
  for (let at = text.indexOf("<"); at !== -1; at = text.indexOf("<", at)) {
    if (text.startsWith("<!--", at)) at = endOf(text, "-->", at + 4);
    else if (text.startsWith("<![CDATA[", at)) at = endOf(text, "]]>", at + 9);
    else if (text.startsWith("<!", at) || text.startsWith("<?", at)) throw new XmlError("forbidden_markup");
    else {
      const end = endOfTag(text, at + 1);
      if (text[at + 1] === "/") depth -= 1;
      else if (text[end - 2] !== "/") depth += 1;
      if (depth > DEPTH_MAX) throw new XmlError("too_deep");
      at = end;
    }
  }
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  if (at === -1) throw new XmlError("not_xml");
  return at + mark.length;
}

/** The position behind the `>` that ends a tag; one within quotes does not end it. */
function endOfTag(text: string, from: number): number {
  let quote = "";
  for (let at = from; at < text.length; at++) {
    const char = text[at] ?? "";
    if (quote) quote = char === quote ? "" : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === ">") return at + 1;
    else if (char === "<") break;
  }
  throw new XmlError("not_xml");
}

/** The elements directly below a node, all or those of one name. */
export function childrenOf(parent: Node, namespace?: string, localName?: string): Element[] {
  const elements = Array.from(parent.childNodes).filter((node): node is Element => node.nodeType === 1);
  return elements.filter(
    (element) =>
      (namespace === undefined || element.namespaceURI === namespace) &&
      (localName === undefined || element.localName === localName),
  );
}

/**
 * The text of an element that holds text alone. Null when there is anything else in it, a comment included: of text in
 * pieces, one reader takes the first and another takes all.
 */
export function plainText(element: Element): string | null {
  const nodes = Array.from(element.childNodes);
  return nodes.every((node) => node.nodeType === 3) ? nodes.map((node) => node.nodeValue).join("") : null;
}
