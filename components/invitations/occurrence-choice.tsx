import { useTranslations } from "use-intl";

/** Which one is meant, of a time that comes twice because clocks are turned back. */
export function OccurrenceChoice({ chosen }: { chosen?: string }) {
  const t = useTranslations("invitations.form");
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-medium text-sm">{t("occurrence")}</legend>
      {(["earlier", "later"] as const).map((value) => (
        <label key={value} className="inline-flex min-h-11 items-center gap-3 text-sm sm:min-h-8">
          <input
            type="radio"
            name="occurrence"
            value={value}
            defaultChecked={chosen === value}
            className="size-5 appearance-none rounded-full border border-line-strong bg-surface checked:border-[6px] checked:border-accent"
          />
          {t(value)}
        </label>
      ))}
    </fieldset>
  );
}
