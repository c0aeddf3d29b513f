import { fromMarkdown } from "mdast-util-from-markdown";

type Node = ReturnType<typeof fromMarkdown>["children"][number];
type InlineNode = Extract<Node, { type: "paragraph" }>["children"][number];

/** A piece of a line. */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "strong"; content: Inline[] }
  | { kind: "emphasis"; content: Inline[] }
  | { kind: "link"; href: string; content: Inline[] }
  | { kind: "break" };

/** A piece of a legal text: plain data, which no browser takes for markup. */
export type Block =
  | { kind: "heading"; depth: number; content: Inline[] }
  | { kind: "paragraph"; content: Inline[] }
  | { kind: "list"; isOrdered: boolean; items: Block[][] };

/** Where links of a text may lead: elsewhere on the web, to a mail address, or to a page of ours. */
const isSafeHref = (href: string) => /^(https?:\/\/|mailto:|\/(?![/\\]))/i.test(href);

/**
 * Reads a legal text (CommonMark). What is not plain prose — HTML, pictures, code, quotations — becomes its text. `{name}` is
 * filled in after parsing, so that a name is never read as markup.
 */
export const parseText = (body: string, name: string): Block[] =>
  blocksOf(fromMarkdown(body).children, (text) => text.replaceAll("{name}", name));

type Fill = (text: string) => string;

function blocksOf(nodes: Node[], fill: Fill): Block[] {
  return nodes.flatMap((node): Block[] => {
    switch (node.type) {
      case "heading":
        return [{ kind: "heading", depth: node.depth, content: inlinesOf(node.children, fill) }];
      case "paragraph":
        return [{ kind: "paragraph", content: inlinesOf(node.children, fill) }];
      case "list": {
        const items = node.children.map((item) => blocksOf(item.children, fill));
        return [{ kind: "list", isOrdered: node.ordered === true, items }];
      }
      case "blockquote":
        return blocksOf(node.children, fill);
      case "html":
      case "code":
        return [{ kind: "paragraph", content: [{ kind: "text", text: fill(node.value) }] }];
      default:
        return [];
    }
  });
}

function inlinesOf(nodes: InlineNode[], fill: Fill): Inline[] {
  return nodes.flatMap((node): Inline[] => {
    switch (node.type) {
      case "strong":
      case "emphasis":
        return [{ kind: node.type, content: inlinesOf(node.children, fill) }];
      case "link": {
        const content = inlinesOf(node.children, fill);
        return isSafeHref(node.url) ? [{ kind: "link", href: node.url, content }] : content;
      }
      case "break":
        return [{ kind: "break" }];
      case "text":
      case "html":
      case "inlineCode":
        return [{ kind: "text", text: fill(node.value) }];
      case "image":
        return [{ kind: "text", text: fill(node.alt ?? "") }];
      default:
        return [];
    }
  });
}
