const texts = {
  en: {
    title: "Back in a moment",
    text: "The portal cannot reach its database just now. Meetings that are running are not affected. This page tries again by itself.",
  },
  ja: {
    title: "しばらくお待ちください",
    text: "現在、ポータルはデータベースに接続できません。進行中の会議には影響ありません。このページは自動的に再試行します。",
  },
};

/**
 * The page for the time that the database is away. It needs nothing of the rest of the portal, which may not be able to
 * render anything then.
 */
export function unavailablePage(acceptLanguage: string): string {
  const language = /^\s*ja\b/i.test(acceptLanguage) ? "ja" : "en";
  const { title, text } = texts[language];
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5">
<meta name="viewport" content="width=device-width"><title>${title}</title>
<style>body{font:17px/1.6 system-ui,sans-serif;display:grid;place-content:center;min-height:100vh;margin:0;padding:1.5rem;max-width:34rem;margin-inline:auto;color-scheme:light dark}h1{font-size:1.5rem;margin:0 0 .5rem}p{margin:0}</style>
</head><body><main><h1>${title}</h1><p>${text}</p></main></body></html>`;
}
