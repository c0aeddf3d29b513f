"use client";

import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { ProofNotice } from "@/components/confirm/proof-notice";
import { Alert } from "@/components/ui/alert";
import { AskedForm } from "@/components/ui/asked-form";
import { Button } from "@/components/ui/button";

/** What the actions answer; `error` is the code of what went wrong. */
export type ResetAnswer = { ok?: true; error?: string };
type Action = (previous: ResetAnswer, form: FormData) => Promise<ResetAnswer>;

type Props = { personId: string; name: string; action: Action };

/** Asks for the removal of somebody's second factor, after a question. */
export function ResetFactor({ personId, name, action }: Props) {
  const t = useTranslations("people.reset");
  const [state, submit, isBusy] = useActionState(action, {});
  const question = {
    opener: t("action"),
    openerLabel: t("actionNamed", { name }),
    title: t("title", { name }),
    body: t("body"),
    confirm: t("action"),
    isDangerous: true,
  };
  return (
    <AskedForm
      question={question}
      action={submit}
      isBusy={isBusy}
      hidden={{ personId }}
      problem={state.error && <Problem error={state.error} />}
    />
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
      {state.error && <Problem error={state.error} className="mt-3" />}
    </>
  );
}

function Problem({ error, className }: { error: string; className?: string }) {
  const t = useTranslations("people.reset");
  if (error === "proof_required") return <ProofNotice className={className} />;
  return (
    <Alert tone="danger" role="alert" className={className}>
      {t(error === "conflict" ? "conflict" : "failed")}
    </Alert>
  );
}
