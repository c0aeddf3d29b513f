import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Checkbox } from "@/components/ui/checkbox";

/** What a form gets back that asks to accept the texts. */
export type TicksState = {
  /** This one is not accepted yet. */
  terms?: boolean;
  privacy?: boolean;
  /** Which texts were ticked, to be ticked again. */
  accepted?: { terms: boolean; privacy: boolean };
  textsChanged?: boolean;
};

export type ShownTextsProps = {
  /** Ids of the texts that are shown: what is accepted. */
  ids: { terms: string; privacy: string };
  terms: ReactNode;
  privacy: ReactNode;
};

/** The texts, with a tick for each. */
export function TextTicks({ state, ids, terms, privacy }: ShownTextsProps & { state: TicksState }) {
  const t = useTranslations("activate");
  return (
    <>
      <input type="hidden" name="termsId" value={ids.terms} />
      <input type="hidden" name="privacyId" value={ids.privacy} />
      <fieldset className="grid gap-2">
        <legend className="mb-2 font-medium text-sm">{t("texts")}</legend>
        {terms}
        <Tick
          name="acceptTerms"
          isTicked={state.accepted?.terms}
          label={t("acceptTerms")}
          error={state.terms && t("problems.acceptTerms")}
        />
        {privacy}
        <Tick
          name="acceptPrivacy"
          isTicked={state.accepted?.privacy}
          label={t("acceptPrivacy")}
          error={state.privacy && t("problems.acceptPrivacy")}
        />
      </fieldset>
    </>
  );
}

type TickProps = { name: string; label: string; isTicked?: boolean; error?: string | false };

const Tick = ({ name, label, isTicked = false, error }: TickProps) => (
  <div className="mb-2">
    <Checkbox
      key={String(isTicked)}
      name={name}
      label={label}
      required
      defaultChecked={isTicked}
      aria-invalid={error ? true : undefined}
      aria-describedby={error ? `${name}-error` : undefined}
    />
    {error && (
      <p id={`${name}-error`} className="flex items-start gap-1.5 text-danger text-sm">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        {error}
      </p>
    )}
  </div>
);
