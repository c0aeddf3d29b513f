"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";

/** What stands where an action was refused with `proof_required`: the way to the proof, and back to this page. */
export function ProofNotice({ className }: { className?: string }) {
  const t = useTranslations("confirm");
  const to = usePathname();
  return (
    <Alert
      tone="warning"
      role="alert"
      className={className}
      aside={
        <ButtonLink href={{ pathname: "/login/confirm", query: { to } }} size="small">
          {t("go")}
        </ButtonLink>
      }
    >
      {t("needed")}
    </Alert>
  );
}
