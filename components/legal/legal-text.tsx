import { Children, type ReactNode } from "react";
import { linkLook } from "@/components/ui/link-look";
import type { Block, Inline } from "@/lib/legal";

type Props = {
  blocks: Block[];
  /** Level of the text's first headings on the page. */
  topLevel?: 2 | 3;
};

/** A legal text. Its pieces are plain data, so that nothing in it can be markup of ours. */
export const LegalText = ({ blocks, topLevel = 2 }: Props) => (
  <div className="grid max-w-2xl gap-3 text-ink-soft leading-relaxed">{blocksIn(blocks, topLevel)}</div>
);

// A published text never changes, so its pieces are known by their places: the keys that toArray() gives.
const blocksIn = (blocks: Block[], topLevel: number): ReactNode =>
  Children.toArray(blocks.map((block) => blockOf(block, topLevel)));

function blockOf(block: Block, topLevel: number): ReactNode {
  if (block.kind === "paragraph") return <p>{inlinesIn(block.content)}</p>;
  if (block.kind === "heading") {
    const Heading = block.depth <= 2 && topLevel === 2 ? "h2" : block.depth <= 2 ? "h3" : "h4";
    return (
      <Heading
        className={block.depth <= 2 ? "mt-4 font-semibold text-ink text-lg" : "mt-2 font-semibold text-ink"}
      >
        {inlinesIn(block.content)}
      </Heading>
    );
  }
  const items = Children.toArray(block.items.map((item) => itemOf(item, topLevel)));
  return block.isOrdered ? (
    <ol className="grid list-decimal gap-1.5 pl-6">{items}</ol>
  ) : (
    <ul className="grid list-disc gap-1.5 pl-6">{items}</ul>
  );
}

const itemOf = (item: Block[], topLevel: number): ReactNode => <li>{blocksIn(item, topLevel)}</li>;

const inlinesIn = (content: Inline[]): ReactNode => Children.toArray(content.map(inlineOf));

function inlineOf(inline: Inline): ReactNode {
  if (inline.kind === "text") return inline.text;
  if (inline.kind === "break") return <br />;
  if (inline.kind === "strong") return <strong className="text-ink">{inlinesIn(inline.content)}</strong>;
  if (inline.kind === "emphasis") return <em>{inlinesIn(inline.content)}</em>;
  return (
    <a href={inline.href} rel="noreferrer" className={linkLook}>
      {inlinesIn(inline.content)}
    </a>
  );
}
