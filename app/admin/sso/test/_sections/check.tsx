import { CircleCheck, CircleMinus, CircleX } from "lucide-react";
import { Fact, Facts } from "@/components/sso/facts";
import { cn } from "@/components/ui/cn";
import type { Translate } from "@/lib/i18n";
import { type SamlCheck, wordOf } from "@/lib/saml/report";

type T = Translate<"sso.test">;

const looks = {
  passed: { Icon: CircleCheck, tone: "text-positive" },
  failed: { Icon: CircleX, tone: "text-danger" },
  not_reached: { Icon: CircleMinus, tone: "text-ink-faint" },
};

/** One check of the answer: its outcome and, where it did not pass, the cure and what differs. */
export function Check({ check, t }: { check: SamlCheck; t: T }) {
  const { id, outcome } = check;
  const { Icon, tone } = looks[outcome];
  return (
    <li className="flex items-start gap-3 px-5 py-4 text-sm sm:px-6">
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${tone}`} />
      <div className="grid min-w-0 flex-1 gap-2">
        <p className="flex justify-between gap-x-4">
          <span className={outcome === "not_reached" ? "text-ink-soft" : "font-medium"}>
            {t(`names.${id}`)}
          </span>
          <span className={cn("shrink-0", tone)}>{t(`outcomes.${outcome}`)}</span>
        </p>
        {outcome === "failed" && (
          <>
            <p className="leading-relaxed">{t(`cures.${id}`)}</p>
            <Difference check={check} t={t} />
          </>
        )}
      </div>
    </li>
  );
}

/** What was expected and what came; for a person, who was found, in words. */
function Difference({ check: { id, expected, found }, t }: { check: SamlCheck; t: T }) {
  const known = `persons.${found}` as "persons.unknown";
  if (id === "person" && t.has(known)) return <p className="font-medium">{t(known)}</p>;
  const values = { expected, found };
  const shown = (["expected", "found"] as const).filter((name) => values[name] !== undefined);
  if (shown.length === 0) return null;
  return (
    <div className="rounded-control bg-sunken p-4">
      <Facts>
        {shown.map((name) => (
          <Fact key={name} name={t(name)}>
            <Said said={values[name] ?? ""} t={t} />
          </Fact>
        ))}
      </Facts>
    </div>
  );
}

/** A value as it was sent, or words. */
function Said({ said, t }: { said: string; t: T }) {
  const known = wordOf(said);
  if (known) return t(`words.${known.word}`, { element: known.element });
  return <code className="font-mono text-xs">{said || t("none")}</code>;
}
