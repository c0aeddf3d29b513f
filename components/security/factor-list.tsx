"use client";

import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { ProofNotice } from "@/components/confirm/proof-notice";
import { Alert } from "@/components/ui/alert";
import { AskedForm } from "@/components/ui/asked-form";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { Field } from "@/components/ui/field";

type Answer = { ok?: true; error?: string; fields?: Record<string, string>; values?: Record<string, string> };
type Action = (previous: Answer, form: FormData) => Promise<Answer>;

/** What keeps a factor from being removed, in words. */
function RemoveProblem({ error }: { error: string }) {
  const t = useTranslations("security.secondFactor");
  if (error === "proof_required") return <ProofNotice />;
  return (
    <Alert tone="danger" role="alert">
      {t(error === "forbidden" ? "lastOne" : "notRemoved")}
    </Alert>
  );
}

type RemoveProps = {
  /** What is removed, for the question and for those who cannot see the list. */
  name: string;
  passkeyId?: string;
  /** Whether it is the last factor, so that its recovery codes go with it. */
  isLast: boolean;
  remove: Action;
};

/** Removes an app or a passkey, after a question. */
export function RemoveFactor({ name, passkeyId, isLast, remove }: RemoveProps) {
  const t = useTranslations("security.secondFactor");
  const [state, submit, isBusy] = useActionState(remove, {});
  const question = {
    opener: t("remove"),
    openerLabel: t("removeNamed", { name }),
    title: t("removeTitle", { name }),
    body: t(isLast ? "removeLastBody" : "removeBody"),
    confirm: t("remove"),
    isDangerous: true,
  };
  return (
    <AskedForm
      question={question}
      action={submit}
      isBusy={isBusy}
      hidden={passkeyId ? { passkeyId } : undefined}
      problem={state.error && <RemoveProblem error={state.error} />}
    />
  );
}

type RenameProps = { passkeyId: string; name: string; rename: Action };

/** Gives a passkey another name. */
export function RenamePasskey({ passkeyId, name, rename }: RenameProps) {
  const t = useTranslations("security.secondFactor");
  const [state, submit, isBusy] = useActionState(rename, {});
  return (
    // A new name closes it.
    <Disclosure key={name} title={t("rename")} label={t("renameNamed", { name })}>
      <form action={submit} noValidate className="mt-3 flex flex-wrap items-end gap-3">
        <input type="hidden" name="passkeyId" value={passkeyId} />
        <div className="w-64 max-w-full">
          <Field
            id={`name-${passkeyId}`}
            name="name"
            label={t("name")}
            error={state.fields?.name && t(state.fields.name === "too_long" ? "nameTooLong" : "nameRequired")}
            defaultValue={state.values?.name ?? name}
            maxLength={80}
            autoComplete="off"
          />
        </div>
        <Button type="submit" isBusy={isBusy}>
          {t("saveName")}
        </Button>
      </form>
    </Disclosure>
  );
}
