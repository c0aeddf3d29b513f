"use client";

import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { type Problem, ProblemAlert } from "./problem";

/** `field` is one of `sso.domains.problems`. */
export type ClaimState = { field?: string; problem?: Problem; value?: string };

/** `outcome` is one of `sso.domains.outcomes`. */
export type CheckState = { outcome?: { key: string; minutes?: number }; problem?: Problem };

type ClaimProps = { claim: (previous: ClaimState, form: FormData) => Promise<ClaimState> };

export function ClaimForm({ claim }: ClaimProps) {
  const t = useTranslations("sso.domains");
  const [state, submit, isBusy] = useActionState(claim, {});
  return (
    <form action={submit} noValidate className="grid gap-4">
      <ProblemAlert problem={state.problem} />
      <Field
        id="domain"
        name="domain"
        type="text"
        inputMode="url"
        label={t("add")}
        hint={t("addHint")}
        error={state.field && t(`problems.${state.field as "domain_format"}`)}
        defaultValue={state.value}
        required
        maxLength={300}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
      />
      <div>
        <Button type="submit" isBusy={isBusy} className="w-full sm:w-auto">
          {t("claim")}
        </Button>
      </div>
    </form>
  );
}

type CheckProps = {
  domainId: string;
  domain: string;
  check: (previous: CheckState, form: FormData) => Promise<CheckState>;
};

/** Asks DNS now, and says what it answered. */
export function CheckForm({ domainId, domain, check }: CheckProps) {
  const t = useTranslations("sso.domains");
  const [state, submit, isBusy] = useActionState(check, {});
  const { outcome } = state;
  return (
    <form action={submit} className="grid gap-3">
      <input type="hidden" name="domainId" value={domainId} />
      <div>
        <Button
          type="submit"
          size="small"
          look="primary"
          isBusy={isBusy}
          aria-label={t("checkNamed", { domain })}
        >
          {t("check")}
        </Button>
      </div>
      <p role="status" className="text-sm text-warning empty:hidden">
        {outcome && t(`outcomes.${outcome.key as "missing"}`, { minutes: outcome.minutes ?? 1 })}
      </p>
      <ProblemAlert problem={state.problem} />
    </form>
  );
}
