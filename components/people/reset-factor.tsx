"use client";

import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { ProofNotice } from "@/components/confirm/proof-notice";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ConfirmedForm } from "@/components/ui/confirmed-form";

/** What the actions answer; `error` is the code of what went wrong. */
export type ResetAnswer = { ok?: true; error?: string };
type Action = (previous: ResetAnswer, form: FormData) => Promise<ResetAnswer>;

type Props = { personId: string; name: string; action: Action };

/** Asks for the removal of somebody's second factor, after a question. */
export function ResetFactor({ personId, name, action }: Props) {
  const t = useTranslations("people.reset");
  const [state, submit, isBusy] = useActionState(action, {});
  const question = {
    title: t("title", { name }),
    body: t("body"),
    action: t("action"),
    isDangerous: true,
  };
  return (
    <>
      <ConfirmedForm action={submit} question={question}>
        <input type="hidden" name="personId" value={personId} />
        <Button
          type="submit"
          look="dangerQuiet"
          size="small"
          isBusy={isBusy}
          aria-label={t("actionNamed", { name })}
        >
          {t("action")}
        </Button>
      </ConfirmedForm>
      <Problem error={state.error} />
    </>
  );
}

/** Takes a reset back. Nothing is lost by it, so nobody is asked. */
export function CancelReset({ personId, name, action }: Props) {
  const t = useTranslations("people.reset");
  const [state, submit, isBusy] = useActionState(action, {});
  return (
    <>
      <form action={submit}>
        <input type="hidden" name="personId" value={personId} />
        <Button type="submit" size="small" isBusy={isBusy} aria-label={t("cancelNamed", { name })}>
          {t("cancel")}
        </Button>
      </form>
      <Problem error={state.error} />
    </>
  );
}

function Problem({ error }: { error?: string }) {
  const t = useTranslations("people.reset");
  if (!error) return null;
  if (error === "proof_required") return <ProofNotice className="mt-3" />;
  return (
    <Alert tone="danger" role="alert" className="mt-3">
      {t(error === "conflict" ? "conflict" : "failed")}
    </Alert>
  );
}
