"use client";

import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { AskedForm } from "@/components/ui/asked-form";
import { Button } from "@/components/ui/button";

type Act = (previous: null, form: FormData) => Promise<null>;
type Props = { alias: string; room: string; isClosed: boolean; close: Act; reopen: Act };

/** Closes a room after a question, or opens it again. */
export function CloseRoom({ alias, room, isClosed, close, reopen }: Props) {
  const t = useTranslations("rooms.close");
  const [, submit, isBusy] = useActionState(isClosed ? reopen : close, null);
  if (isClosed)
    return (
      <form action={submit}>
        <input type="hidden" name="alias" value={alias} />
        <Button type="submit" isBusy={isBusy}>
          {t("reopen")}
        </Button>
      </form>
    );
  return (
    <AskedForm
      question={{
        opener: t("opener"),
        title: t("question", { room }),
        body: <p>{t("body")}</p>,
        confirm: t("confirm"),
        isDangerous: true,
      }}
      action={submit}
      isBusy={isBusy}
      hidden={{ alias }}
    />
  );
}
