import { escaped } from "../mail/letter";
import type { InvitationWords } from "./words";

/** An invitation as plain text. */
export const invitationText = ({
  lead,
  title,
  when,
  note,
  waysTitle,
  ways,
  access,
}: InvitationWords): string =>
  [
    lead,
    [title, ...when].join("\n"),
    ...(note ? [note] : []),
    ...(ways.length > 0 ? [waysTitle] : []),
    ...ways.map(({ label, lines }) => [label, ...lines.map(({ text }) => `  ${text}`)].join("\n")),
    ...(access.length > 0 ? [access.join("\n")] : []),
  ].join("\n\n");

const soft = "color:#5b686b;font-size:13px;line-height:1.5";
const plain = "font-size:15px;line-height:1.55";
const wraps = "overflow-wrap:anywhere";

/** An invitation as HTML to paste or to mail: no picture or style from elsewhere, so that opening it tells nobody. */
export function invitationHtml(words: InvitationWords): string {
  const line = ({ text, href }: { text: string; href?: string }) =>
    `<div style="${plain};${wraps}">${
      href ? `<a href="${escaped(href)}" style="color:#0b6b6b">${escaped(text)}</a>` : escaped(text)
    }</div>`;
  const ways = words.ways.map(
    ({ label, lines }) =>
      `<div style="margin:0 0 12px"><div style="${soft}">${escaped(label)}</div>${lines.map(line).join("")}</div>`,
  );
  const paragraph = (text: string) =>
    `<p style="margin:0 0 16px;${plain};${wraps}">${escaped(text).replaceAll("\n", "<br>")}</p>`;
  return [
    `<div lang="${words.locale}" style="color:#16211f;font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Hiragino Sans','Noto Sans JP',sans-serif">`,
    paragraph(words.lead),
    `<p style="margin:0 0 4px;font-size:20px;line-height:1.35;font-weight:600;${wraps}">${escaped(words.title)}</p>`,
    ...words.when.map((text, at) => `<div style="${at === 0 ? plain : soft}">${escaped(text)}</div>`),
    `<div style="height:16px"></div>`,
    ...(words.note ? [paragraph(words.note)] : []),
    ...(ways.length > 0
      ? [`<p style="margin:0 0 12px;font-size:15px;font-weight:600">${escaped(words.waysTitle)}</p>`, ...ways]
      : []),
    ...words.access.map(paragraph),
    "</div>",
  ].join("\n");
}

/** The same as a whole document, for a mail. */
export const invitationDocument = (words: InvitationWords): string => `<!doctype html>
<html lang="${words.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(words.subject)}</title>
</head>
<body style="margin:0;padding:24px;background:#ffffff">
${invitationHtml(words)}
</body>
</html>
`;
