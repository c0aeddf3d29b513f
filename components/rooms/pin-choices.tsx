import { DoorOpen, KeyRound, UserRoundKey } from "lucide-react";
import { useTranslations } from "use-intl";
import { type PinChoice, pinChoices } from "./pin-choice";

const icons = { open: DoorOpen, host: UserRoundKey, both: KeyRound };

type Props = { choice: PinChoice; onChoose: (choice: PinChoice) => void };

/** The three ways to join, in words. Native radio buttons: arrow keys and forms work as everywhere. */
export function PinChoices({ choice, onChoose }: Props) {
  const t = useTranslations("rooms.pins");
  return (
    <fieldset className="grid gap-2.5 noscript:hidden">
      <legend className="sr-only">{t("legend")}</legend>
      {pinChoices.map((value) => {
        const Icon = icons[value];
        return (
          <label
            key={value}
            className="relative flex items-start gap-3.5 rounded-control border border-line p-3.5 transition-colors hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
          >
            <input
              type="radio"
              name="choice"
              value={value}
              checked={choice === value}
              onChange={() => onChoose(value)}
              aria-labelledby={`choice-${value}`}
              aria-describedby={`choice-${value}-hint`}
              className="peer mt-0.5 size-5 shrink-0 appearance-none rounded-full border border-line-strong bg-surface outline-none checked:border-[6px] checked:border-accent"
            />
            <span className="grid min-w-0 flex-1 gap-0.5">
              <span id={`choice-${value}`} className="font-medium">
                {t(`choices.${value}.title`)}
              </span>
              <span id={`choice-${value}-hint`} className="text-ink-soft text-sm">
                {t(`choices.${value}.hint`)}
              </span>
            </span>
            <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-ink-faint peer-checked:text-accent" />
          </label>
        );
      })}
    </fieldset>
  );
}
