import type { Words } from "./words";

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** Text as HTML shows it, also inside an attribute in double quotes. */
export const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => entities[character] ?? "");

/** A mail as plain text. */
export const asText = ({ greeting, paragraphs, button, until, why }: Words): string =>
  [greeting, ...paragraphs, `${button.label}:\n${button.url}`, ...(until ? [until] : []), `-- \n${why}`].join(
    "\n\n",
  );

/**
 * A mail as HTML: one column and one button. No picture or style from elsewhere, so that opening it tells nobody; the
 * link stands there as text, too, for programs that show no buttons.
 */
export function asHtml({ locale, subject, greeting, paragraphs, button, until, why }: Words): string {
  const soft = "color:#5b686b;font-size:13px;line-height:1.5";
  const paragraph = (text: string) =>
    `<p style="margin:0 0 16px;font-size:16px;line-height:1.55">${escaped(text)}</p>`;
  const url = escaped(button.url);
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(subject)}</title>
</head>
<body style="margin:0;padding:24px 12px;background:#f3f6f6;color:#16211f;font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Hiragino Sans','Noto Sans JP',sans-serif">
<div style="max-width:560px;margin:0 auto;padding:28px 24px;background:#ffffff;border:1px solid #dde4e4;border-radius:12px">
${[greeting, ...paragraphs].map(paragraph).join("\n")}
<p style="margin:24px 0"><a href="${url}" style="display:inline-block;padding:12px 22px;border-radius:8px;background:#0b6b6b;color:#ffffff;font-size:16px;font-weight:600;text-decoration:none">${escaped(button.label)}</a></p>
${until ? `<p style="margin:0 0 16px;${soft}">${escaped(until)}</p>\n` : ""}<p style="margin:0;${soft}">${escaped(button.hint)}<br><a href="${url}" style="color:#0b6b6b;word-break:break-all">${url}</a></p>
</div>
<p style="max-width:560px;margin:16px auto 0;padding:0 24px;${soft}">${escaped(why)}</p>
</body>
</html>
`;
}
