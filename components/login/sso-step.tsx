"use client";

import { useTranslations } from "use-intl";
import { useEachAnswer } from "@/components/ui/answers";
import { buttonLook } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Divider } from "@/components/ui/divider";

import { linkLook } from "@/components/ui/link-look";
/** An organization's single sign-on, and the path of ours that leads to it. */
export type SsoOffer = { organization: string; path: string };

/** Names of organizations can be long: the button grows with them. */
const wrapping = "h-auto min-h-12 w-full whitespace-normal py-2.5 text-center";

type Props = { offer: SsoOffer; href: (offer: SsoOffer) => string };

/**
 * Leads to the organization's provider, by itself where there is a script. A link, not a form: the redirect that follows
 * goes to another site, which the page's policy allows no form.
 */
export function SsoStep({ offer, href }: Props) {
  const t = useTranslations("saml.sso");
  useEachAnswer(offer, () => window.location.assign(href(offer)));
  const words = { organization: offer.organization };
  return (
    <div className="grid gap-5">
      <p role="status">{t("leading", words)}</p>
      <a href={href(offer)} className={cn(buttonLook({ look: "primary", size: "large" }), wrapping)}>
        {t("go", words)}
      </a>
      <p className="text-center text-sm">
        <a href="/login?password=1" className={linkLook}>
          {t("byPassword")}
        </a>
      </p>
    </div>
  );
}

/** The same beside a password. */
export function SsoLink({ offer, href }: Props) {
  const t = useTranslations("saml.sso");
  return (
    <div className="grid gap-5">
      <Divider>{t("or")}</Divider>
      <a
        href={href(offer)}
        onClick={(event) => {
          event.currentTarget.href = href(offer);
        }}
        className={cn(buttonLook({ look: "secondary", size: "large" }), wrapping)}
      >
        {t("instead", { organization: offer.organization })}
      </a>
    </div>
  );
}
