"use client";

import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";

export type NewLinkState = { answer?: "sent" | "throttled" };

/** Asks for a new mail in place of one whose link is over. */
export function NewLinkForm({ send }: { send: () => Promise<NewLinkState> }) {
  const t = useTranslations("activate.over");
  const [{ answer }, submit, isBusy] = useActionState(send, {});
  return (
    <form action={submit} className="grid gap-5">
      <div role="status">
        {answer && <Alert tone={answer === "sent" ? "positive" : "warning"}>{t(answer)}</Alert>}
      </div>
      <Button type="submit" look="primary" size="large" isBusy={isBusy} className="w-full">
        {t("send")}
      </Button>
    </form>
  );
}
