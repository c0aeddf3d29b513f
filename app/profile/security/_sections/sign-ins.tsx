import { CircleAlert, CircleCheck } from "lucide-react";
import { getFormatter, getLocale, getTranslations } from "@/app/_server/i18n";
import { Card, CardHead } from "@/components/ui/card";
import { ownSignIns } from "@/lib/audit";
import type { Viewer } from "@/lib/auth";
import { placeOf } from "@/lib/geo";

/** Words for each, and whether it is as it should be. */
const outcomes = {
  "sign_in.succeeded": ["succeeded", true],
  "sign_in.refused": ["refused", false],
  "sign_in.throttled": ["throttled", false],
  "session.proof_refused": ["proofRefused", false],
  "factor.added": ["factorAdded", true],
  "factor.removed": ["factorRemoved", true],
  "factor.refused": ["factorRefused", false],
  "factor.recovery_codes_made": ["codesMade", true],
  "factor.reset_requested": ["resetRequested", false],
  "factor.reset_stopped": ["resetStopped", true],
  "factor.reset_done": ["resetDone", false],
} as const;

/** The person's newest sign-ins and failed tries: who finds a stranger's among them can act. */
export async function SignInsSection({ viewer }: { viewer: Viewer }) {
  const [signIns, t, format, locale] = await Promise.all([
    ownSignIns(viewer.actor.userId),
    getTranslations("security"),
    getFormatter(),
    getLocale(),
  ]);
  return (
    <Card aria-labelledby="sign-ins">
      <CardHead id="sign-ins" title={t("signIns.title")} hint={t("signIns.hint")} />
      {signIns.length === 0 ? (
        <p className="px-5 pt-4 pb-6 text-ink-soft text-sm sm:px-6">{t("signIns.none")}</p>
      ) : (
        <ul className="mt-4 divide-y divide-line border-line border-t">
          {signIns.map(({ id, at, action, method, secondFactor, factor, remoteAddress }) => {
            const [outcome, isGood] = outcomes[action];
            const Icon = isGood ? CircleCheck : CircleAlert;
            const how = [
              method && t(`methods.${method}`),
              secondFactor && t(`factors.${secondFactor}`),
              factor && t(`factors.${factor}`),
              remoteAddress,
              placeOf(remoteAddress, locale),
            ];
            return (
              <li key={id} className="flex items-start gap-3 px-5 py-3 text-sm sm:px-6">
                <Icon
                  aria-hidden
                  className={isGood ? "mt-0.5 size-4 text-positive" : "mt-0.5 size-4 text-danger"}
                />
                <div className="grid min-w-0 gap-0.5 sm:flex sm:flex-1 sm:flex-wrap sm:justify-between sm:gap-x-6">
                  <p>
                    <span className="font-medium">{t(`signIns.${outcome}`)}</span>
                    <span className="text-ink-soft">{how.filter(Boolean).map((part) => ` · ${part}`)}</span>
                  </p>
                  <time dateTime={at.toISOString()} className="text-ink-faint">
                    {format.dateTime(at, "moment")}
                  </time>
                </div>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
