"use client";

import { KeyRound } from "lucide-react";
import { startTransition, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { Asked, PasskeyProblem } from "./ask-passkey";

type Props = {
  label: string;
  ask: () => Promise<Asked>;
  /** Posts the answer as the field `passkey`, with what else the form says. */
  submit: (form: FormData) => void;
  fields?: Record<string, string>;
  isBusy: boolean;
  look?: "primary" | "secondary";
  /** Asks at once, without a press. A browser that wants one first is no problem to speak of. */
  isOffered?: boolean;
};

/** Asks the browser for a passkey. Needs script, so it is not there without. */
export function PasskeyButton({ label, ask, submit, fields, isBusy, look = "primary", isOffered }: Props) {
  const t = useTranslations("factor.passkey");
  const [problem, setProblem] = useState<PasskeyProblem | null>(null);
  const [isAsking, setAsking] = useState(false);

  const press = async (isQuiet: boolean) => {
    setProblem(null);
    setAsking(true);
    const asked = await ask();
    setAsking(false);
    if ("problem" in asked) return isQuiet ? undefined : setProblem(asked.problem);
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, passkey: asked.answer })) form.set(name, value);
    startTransition(() => submit(form));
  };

  const offer = useRef(isOffered ? () => press(true) : undefined);
  useEffect(() => {
    void offer.current?.();
    offer.current = undefined;
  }, []);

  return (
    <div className="grid gap-3 noscript:hidden">
      {problem && (
        <Alert tone="warning" role="alert">
          {t(`problems.${problem}`)}
        </Alert>
      )}
      <Button
        look={look}
        size="large"
        icon={<KeyRound aria-hidden />}
        isBusy={isBusy || isAsking}
        onClick={() => void press(false)}
        className="w-full"
      >
        {label}
      </Button>
    </div>
  );
}
