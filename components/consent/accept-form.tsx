"use client";

import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { type ShownTextsProps, TextTicks, type TicksState } from "@/components/activate/text-ticks";
import { Alert } from "@/components/ui/alert";
import { useFirstRefused } from "@/components/ui/answers";
import { Button } from "@/components/ui/button";

type Props = ShownTextsProps & {
  accept: (previous: TicksState, form: FormData) => Promise<TicksState>;
};

/** The texts that apply, to be accepted before anything else. */
export function AcceptForm({ accept, ...texts }: Props) {
  const t = useTranslations("activate");
  const tAccept = useTranslations("accept");
  const [state, submit, isBusy] = useActionState(accept, {});
  const form = useFirstRefused(state);
  return (
    <form ref={form} action={submit} noValidate className="grid gap-6">
      {state.textsChanged && (
        <Alert tone="warning" role="alert">
          {t("textsChanged")}
        </Alert>
      )}
      <TextTicks state={state} {...texts} />
      <Button type="submit" look="primary" size="large" isBusy={isBusy} className="w-full">
        {tAccept("submit")}
      </Button>
    </form>
  );
}
