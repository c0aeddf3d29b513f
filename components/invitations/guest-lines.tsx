"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Field, Select } from "@/components/ui/field";

type Props = {
  /** The form's fields by their names: `guest-0-email`, `guest-0-name`, `guest-0-locale`. */
  values: Record<string, string>;
  languages: { value: string; label: string }[];
  max: number;
  errorAt: (name: string) => string | undefined;
};

const linesIn = (values: Props["values"]) =>
  Math.max(0, ...Object.keys(values).map((name) => Number(/^guest-(\d+)-/.exec(name)?.[1] ?? -1) + 1));

/** The guests, a line each, and one empty line: also without JavaScript there is room for one more. */
export function GuestLines({ values, languages, max, errorAt }: Props) {
  const t = useTranslations("invitations.form");
  const [added, setAdded] = useState(0);
  const [first] = useState(() => linesIn(values));
  const count = Math.min(max, first + 1 + added);
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-1 font-semibold text-lg leading-snug">{t("guests")}</legend>
      <p className="text-ink-soft text-sm">{t("guestsHint")}</p>
      <ul className="grid gap-4">
        {Array.from({ length: count }, (_, line) => {
          const at = (name: string) => `guest-${line}-${name}`;
          const says = (field: string) => t("guestField", { field, number: line + 1 });
          return (
            <li
              key={at("line")}
              className="grid items-start gap-3 max-sm:rounded-control max-sm:border max-sm:border-line max-sm:p-3 sm:grid-cols-[minmax(0,3fr)_minmax(0,2fr)_9rem]"
            >
              <Field
                id={at("email")}
                name={at("email")}
                type="email"
                label={t("email")}
                aria-label={says(t("email"))}
                error={errorAt(at("email"))}
                defaultValue={values[at("email")]}
                autoComplete="off"
              />
              <Field
                id={at("name")}
                name={at("name")}
                label={t("name")}
                aria-label={says(t("name"))}
                error={errorAt(at("name"))}
                defaultValue={values[at("name")]}
                autoComplete="off"
              />
              <Select
                id={at("locale")}
                name={at("locale")}
                label={t("language")}
                aria-label={says(t("language"))}
                defaultValue={values[at("locale")] ?? languages[0]?.value}
              >
                {languages.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </Select>
            </li>
          );
        })}
      </ul>
      {count < max && (
        <div className="noscript:hidden">
          <Button size="small" icon={<Plus aria-hidden />} onClick={() => setAdded(added + 1)}>
            {t("addGuest")}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
