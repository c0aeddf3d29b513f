"use client";

import { Eye, EyeOff, WandSparkles } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";

type Props = {
  name: "hostPin" | "guestPin";
  label: string;
  rules: string;
  value: string;
  error?: string;
  onChange: (value: string) => void;
  onGenerate: () => void;
};

/** A PIN: hidden until asked for, generated, copied. */
export function PinField({ name, label, rules, value, error, onChange, onGenerate }: Props) {
  const t = useTranslations("rooms.pins");
  const [isShown, setShown] = useState(false);
  return (
    <div className="grid gap-1">
      <Field
        id={name}
        name={name}
        label={label}
        hint={rules}
        error={error}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        // Full-width digits become what is saved, once they are typed: earlier it would disturb the input method.
        onBlur={() => {
          const plain = value.normalize("NFKC").trim();
          if (plain !== value) onChange(plain);
        }}
        inputMode="numeric"
        maxLength={40}
        autoComplete="off"
        data-1p-ignore=""
        data-lpignore="true"
        data-bwignore=""
        className={
          isShown ? "tabular-nums tracking-[0.12em]" : "dotted-text noscript:[-webkit-text-security:none]"
        }
        aside={
          <Button
            size="small"
            look="quiet"
            icon={<WandSparkles aria-hidden />}
            aria-label={t("generateThing", { thing: label })}
            onClick={() => {
              onGenerate();
              setShown(true); // a PIN that nobody has seen cannot be passed on
            }}
            className="-my-1 text-accent noscript:hidden"
          >
            {t("generate")}
          </Button>
        }
      />
      <div className="flex gap-1 noscript:hidden">
        <ShowButton label={label} isShown={isShown} onChange={setShown} />
        {value && <CopyButton text={value} thing={label} />}
      </div>
    </div>
  );
}

type ShowProps = { label: string; isShown: boolean; onChange: (isShown: boolean) => void };

export function ShowButton({ label, isShown, onChange }: ShowProps) {
  const t = useTranslations("rooms.pins");
  const Icon = isShown ? EyeOff : Eye;
  return (
    <Button
      size="small"
      look="quiet"
      icon={<Icon aria-hidden />}
      aria-label={t(isShown ? "hideThing" : "showThing", { thing: label })}
      onClick={() => onChange(!isShown)}
      className="noscript:hidden"
    >
      {t(isShown ? "hide" : "show")}
    </Button>
  );
}
