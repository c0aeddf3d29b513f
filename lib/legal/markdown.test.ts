import { describe, expect, it } from "vitest";
import { parseText } from "./markdown";

const text = (value: string) => ({ kind: "text", text: value });

describe("a legal text", () => {
  it("is headings, paragraphs, lists, emphasis and links", () => {
    expect(
      parseText("# Terms\n\nBe *kind* to **{name}**.\n\n1. [our site](https://a.example)\n2. x", "Acme"),
    ).toEqual([
      { kind: "heading", depth: 1, content: [text("Terms")] },
      {
        kind: "paragraph",
        content: [
          text("Be "),
          { kind: "emphasis", content: [text("kind")] },
          text(" to "),
          { kind: "strong", content: [text("Acme")] },
          text("."),
        ],
      },
      {
        kind: "list",
        isOrdered: true,
        items: [
          [
            {
              kind: "paragraph",
              content: [{ kind: "link", href: "https://a.example", content: [text("our site")] }],
            },
          ],
          [{ kind: "paragraph", content: [text("x")] }],
        ],
      },
    ]);
  });

  it("never becomes markup: not by HTML, not by a name, not by a link", () => {
    const evil = "<script>alert(1)</script>\n\na <b onclick=x>b</b> ![alt](https://a.example/spy.png) {name}";
    const blocks = parseText(evil, "# **Bold** [x](javascript:alert(1))");
    expect(blocks[0]).toEqual({ kind: "paragraph", content: [text("<script>alert(1)</script>")] });
    const [, second] = blocks;
    const content = second?.kind === "paragraph" ? second.content : [];
    expect(content.every((inline) => inline.kind === "text")).toBe(true);
    expect(JSON.stringify(content)).not.toContain("spy.png");
    for (const href of [
      "javascript:alert(1)",
      "JaVaScRiPt:x",
      "data:text/html,x",
      "//evil.example",
      "\\\\evil",
    ])
      expect(JSON.stringify(parseText(`[words](<${href}>)`, "")), href).not.toContain('"link"');
    for (const href of ["/privacy", "mailto:a@b.example", "https://a.example"])
      expect(JSON.stringify(parseText(`[words](${href})`, "")), href).toContain('"link"');
  });

  it("is read quickly, however strangely it is written", () => {
    const before = performance.now();
    parseText("[".repeat(20_000) + "*".repeat(20_000) + "> ".repeat(500), "x");
    expect(performance.now() - before).toBeLessThan(5000);
  });
});
