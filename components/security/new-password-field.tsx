"use client";

import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { PasswordField } from "@/components/login/password-field";
import type { PasswordProblem } from "@/lib/auth/new-password";
import { PASSWORD_LENGTH, scoredPart, weaknessOf } from "@/lib/auth/password-rules";
import { SpokenStrength, type Strength, StrengthMeter } from "./strength-meter";

/** Why a password was not taken: one of `security.password.problems`. */
export type NewPasswordProblem = PasswordProblem | "empty" | "same";

type Props = {
  name: string;
  label: string;
  problem?: NewPasswordProblem;
  /** The person's own words, which make a password easy to guess. */
  known: string[];
  /** The form's newest answer. A password that was refused stays, to be mended; after an `ok` the field begins anew. */
  answer: object;
};

// 800 kB of word lists: fetched when somebody is about to type a new password, and only then.
const loadEstimate = () => import("zxcvbn").then((module) => module.default);

/** A new password, typed once, which its owner may look at. The meter helps; the server decides. */
export function NewPasswordField({ name, label, problem, known, answer }: Props) {
  const t = useTranslations("security.password.problems");
  const [strength, setStrength] = useState<Strength | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const newest = useRef("");
  // What was said of one password no longer holds once another is typed. Until then it says all that the meter would.
  const [staleAnswer, setStaleAnswer] = useState<object | null>(null);
  const isRefused = problem !== undefined && answer !== staleAnswer;

  useEffect(() => {
    if ("ok" in answer) {
      newest.current = "";
      setStrength(null);
    } else if (field.current && field.current.value === "") field.current.value = newest.current;
  }, [answer]);

  const estimate = async (password: string) => {
    newest.current = password;
    if (!password) return setStrength(null);
    const zxcvbn = await loadEstimate().catch(() => null);
    if (!zxcvbn || newest.current !== password) return;
    const result = zxcvbn(scoredPart(password), known);
    const missing = Math.max(0, PASSWORD_LENGTH.min - [...password.normalize("NFC")].length);
    setStrength({ score: result.score, weakness: weaknessOf(result), missing });
  };

  return (
    <div>
      <PasswordField
        ref={field}
        name={name}
        label={label}
        autoComplete="new-password"
        error={isRefused ? t(problem) : undefined}
        hint={!(isRefused && strength) && <StrengthMeter strength={strength} />}
        onFocus={() => void loadEstimate().catch(() => null)}
        onChange={(value) => {
          setStaleAnswer(answer);
          void estimate(value);
        }}
      />
      <SpokenStrength strength={strength} />
    </div>
  );
}
