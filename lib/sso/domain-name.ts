import { domainToASCII } from "node:url";
import { parse } from "tldts";

/** Mail domains whose addresses anybody can have: they say nothing about who somebody works for. */
const FREE_MAIL = new Set(
  `126.com 163.com aim.com aol.com au.com comcast.net docomo.ne.jp excite.co.jp ezweb.ne.jp fastmail.com free.fr gmail.com
  gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.co.jp hotmail.co.uk hotmail.com hotmail.de hotmail.fr
  hotmail.it i.softbank.jp icloud.com inbox.lv laposte.net libero.it live.co.uk live.com live.de live.fr live.jp live.nl
  mac.com mail.com mail.ru me.com msn.com naver.com nifty.com orange.fr outlook.com outlook.de outlook.fr outlook.jp pm.me
  proton.me protonmail.com qq.com rediffmail.com rocketmail.com sina.com softbank.ne.jp t-online.de tuta.com tutanota.com
  virgilio.it wanadoo.fr web.de yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.br yahoo.de yahoo.es
  yahoo.fr yahoo.it yandex.com yandex.ru yeah.net ymail.com zoho.com`.split(/\s+/),
);

/** Why a domain cannot be claimed. The interface has words for each (`sso.domainProblems`). */
export type DomainProblem = "domain_format" | "public_suffix" | "free_mail";

/**
 * A domain as people type it, also out of an address or with a stray dot, as DNS knows it: lower case, ASCII (IDNA, UTS 46).
 * What many share is refused: a public suffix such as `co.jp`, or a domain of free mail.
 */
export function readDomain(
  typed: string,
): { ok: true; domain: string } | { ok: false; problem: DomainProblem } {
  const bare = typed.trim().replace(/^.*@/s, "").replace(/\.$/, "");
  // What the conversion would drop or decode, as it does in addresses of pages, is no part of a name.
  const domain = bare.length > 253 || /[\s\p{Cc}%/\\:?#]/u.test(bare) ? "" : domainToASCII(bare);
  const isName = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(domain);
  if (!isName || parse(domain).isIp) return { ok: false, problem: "domain_format" };
  if (!parse(domain, { allowPrivateDomains: true }).domain) return { ok: false, problem: "public_suffix" };
  return FREE_MAIL.has(domain) ? { ok: false, problem: "free_mail" } : { ok: true, domain };
}
