"use client";

import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { AskedForm } from "@/components/ui/asked-form";
import { Button } from "@/components/ui/button";

type Answer = { ok?: true; error?: string };

type EndProps = {
  sessionId: string;
  name: string;
  end: (previous: Answer, form: FormData) => Promise<Answer>;
};

/** Signs one browser out. It can sign in again, so nobody is asked. */
export function EndButton({ sessionId, name, end }: EndProps) {
  const t = useTranslations("security.sessions");
  const [, submit, isBusy] = useActionState(end, {});
  return (
    <form action={submit}>
      <input type="hidden" name="sessionId" value={sessionId} />
      <Button type="submit" size="small" isBusy={isBusy} aria-label={t("endNamed", { name })}>
        {t("end")}
      </Button>
    </form>
  );
}

/** Signs all other browsers out, after a question. */
export function EndOthersButton({ end }: { end: () => Promise<Answer> }) {
  const t = useTranslations("security.sessions");
  const [, submit, isBusy] = useActionState(end, {});
  const question = {
    opener: t("endOthers"),
    title: t("endOthersTitle"),
    body: t("endOthersBody"),
    confirm: t("endOthers"),
    isDangerous: true,
  };
  return <AskedForm question={question} action={submit} isBusy={isBusy} className="open:basis-full" />;
}
