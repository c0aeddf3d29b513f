import { KeyRound, Smartphone } from "lucide-react";
import type { ReactNode } from "react";
import { getFormatter, getTranslations } from "@/app/_server/i18n";
import { StopForm } from "@/components/people/stop-form";
import { RemoveFactor, RenamePasskey } from "@/components/security/factor-list";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Card, CardHead } from "@/components/ui/card";
import type { Viewer } from "@/lib/auth";
import { FEW_CODES, ownFactors, ownReset } from "@/lib/second-factor";
import {
  removeAppAction,
  removePasskeyAction,
  renamePasskeyAction,
  stopOwnResetAction,
} from "../factor-actions";

/** The second factors: what there is, and the ways to add and remove. */
export async function FactorsSection({ viewer }: { viewer: Viewer }) {
  const [{ app, passkeys, recoveryCodesLeft, mustHave }, reset, t, format] = await Promise.all([
    ownFactors(viewer.actor.userId),
    ownReset(viewer.actor.userId),
    getTranslations("security.secondFactor"),
    getFormatter(),
  ]);
  const count = passkeys.length + (app ? 1 : 0);
  const isFixed = mustHave && count === 1;
  return (
    <Card aria-labelledby="factors">
      <CardHead
        id="factors"
        title={t("title")}
        hint={t(mustHave ? "hintMust" : "hint")}
        aside={<Badge tone={count > 0 ? "positive" : "neutral"}>{t(count > 0 ? "on" : "off")}</Badge>}
      />
      {reset && (
        <div className="grid justify-items-start gap-3 px-5 pt-4 sm:px-6">
          <Alert tone="warning" className="w-full">
            {t("resetWaits", { until: format.dateTime(reset.effectiveAt, "moment") })}
          </Alert>
          <StopForm action={stopOwnResetAction} label={t("stopReset")} size="medium" />
        </div>
      )}
      {count > 0 && (
        <ul className="mt-4 divide-y divide-line border-line border-t">
          {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
            <Line
              key={id}
              icon={<KeyRound aria-hidden />}
              name={name}
              facts={t("passkeyFacts", {
                created: format.dateTime(createdAt, "moment"),
                used: lastUsedAt ? format.dateTime(lastUsedAt, "moment") : t("never"),
              })}
              more={<RenamePasskey passkeyId={id} name={name} rename={renamePasskeyAction} />}
            >
              {!isFixed && (
                <RemoveFactor name={name} passkeyId={id} isLast={count === 1} remove={removePasskeyAction} />
              )}
            </Line>
          ))}
          {app && (
            <Line
              icon={<Smartphone aria-hidden />}
              name={t("app")}
              facts={t("appFacts", { created: format.dateTime(app.confirmedAt, "moment") })}
            >
              {!isFixed && <RemoveFactor name={t("app")} isLast={count === 1} remove={removeAppAction} />}
            </Line>
          )}
        </ul>
      )}
      <div className="grid gap-4 px-5 pt-4 pb-5 sm:px-6 sm:pb-6">
        {isFixed && <p className="text-ink-soft text-sm">{t("lastOne")}</p>}
        {count > 0 && recoveryCodesLeft <= FEW_CODES && (
          <Alert tone="warning">{t("fewCodes", { count: recoveryCodesLeft })}</Alert>
        )}
        {count > 0 && recoveryCodesLeft > FEW_CODES && (
          <p className="text-ink-soft text-sm">{t("codesLeft", { count: recoveryCodesLeft })}</p>
        )}
        <div className="flex flex-wrap gap-3">
          <ButtonLink href="/profile/security/passkey" look={count === 0 ? "primary" : "secondary"}>
            {t("addPasskey")}
          </ButtonLink>
          {!app && <ButtonLink href="/profile/security/app">{t("addApp")}</ButtonLink>}
          {count > 0 && <ButtonLink href="/profile/security/codes">{t("newCodes")}</ButtonLink>}
        </div>
      </div>
    </Card>
  );
}

type LineProps = { icon: ReactNode; name: string; facts: string; more?: ReactNode; children: ReactNode };

const Line = ({ icon, name, facts, more, children }: LineProps) => (
  <li className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-4 gap-y-3 px-5 py-4 sm:grid-cols-[auto_minmax(0,1fr)_auto] sm:px-6 [&>svg]:mt-0.5 [&>svg]:size-5 [&>svg]:shrink-0 [&>svg]:text-ink-faint">
    {icon}
    <div className="grid gap-1">
      <p className="font-medium [overflow-wrap:anywhere]">{name}</p>
      <p className="text-ink-faint text-sm">{facts}</p>
      {more}
    </div>
    <div className="col-start-2 sm:not-has-[[open]]:col-start-3 sm:has-[[open]]:col-end-4">{children}</div>
  </li>
);
