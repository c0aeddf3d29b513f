"use client";

import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";

/** What was wrong; `key` is one of `sso.problems`. */
export type Problem = { key: string; minutes?: number };

/** The words for a problem. */
export function useProblemText(): (problem: Problem) => string {
  const t = useTranslations("sso.problems");
  return ({ key, minutes = 1 }) => {
    const known = key as "unknown";
    return t.has(known) ? t(known, { minutes }) : t("unknown");
  };
}

/** A problem that belongs to no field. Who must prove anew who they are gets the way there, and back. */
export function ProblemAlert({ problem }: { problem?: Problem }) {
  const t = useTranslations("sso.problems");
  const textOf = useProblemText();
  if (!problem) return null;
  return (
    <Alert tone="danger" role="alert">
      <p>{textOf(problem)}</p>
      {problem.key === "proof_required" && (
        <a href="/login/confirm?to=%2Fadmin%2Fsso" className="font-medium underline underline-offset-4">
          {t("prove")}
        </a>
      )}
    </Alert>
  );
}
