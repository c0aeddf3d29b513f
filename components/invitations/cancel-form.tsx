"use client";

import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { AskedForm } from "@/components/ui/asked-form";

/** What the action answers: the code of what went wrong. */
export type CancelState = { error?: string };

type Props = {
  id: string;
  title: string;
  /** How many guests were mailed, and will be told. */
  told: number;
  cancel: (previous: CancelState, form: FormData) => Promise<CancelState>;
};

/** Cancels a meeting, after a question that says who will be told. */
export function CancelForm({ id, title, told, cancel }: Props) {
  const t = useTranslations("invitations.cancel");
  const tCodes = useTranslations("errors.codes");
  const [state, submit, isBusy] = useActionState(cancel, {});
  const code = state.error as "unknown" | undefined;
  const question = {
    opener: t("open"),
    title: t("title", { title }),
    body: t("body", { count: told }),
    confirm: t("confirm"),
    isDangerous: true,
  };
  return (
    <AskedForm
      question={question}
      action={submit}
      isBusy={isBusy}
      hidden={{ id }}
      problem={
        code && (
          <Alert tone="danger" role="alert">
            {tCodes(tCodes.has(code) ? code : "unknown")}
          </Alert>
        )
      }
    />
  );
}
