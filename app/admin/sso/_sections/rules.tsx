import type { ReactNode } from "react";
import { getTranslations } from "@/app/_server/i18n";
import { RuleControls } from "@/components/sso/rule-controls";
import { Alert } from "@/components/ui/alert";
import type { Question } from "@/components/ui/asked-form";
import { Badge } from "@/components/ui/badge";
import { Card, CardHead } from "@/components/ui/card";
import { Select } from "@/components/ui/field";
import type { Translate } from "@/lib/i18n";
import type { SignInSettings } from "@/lib/sso";
import { changeRuleAction } from "../actions";

type T = Translate<"sso">;

/** What the organization decides about signing in. */
export async function RulesSection({ settings }: { settings: SignInSettings }) {
  const t = await getTranslations("sso");
  const { provider, people, requiresSecondFactor } = settings;
  return (
    <Card aria-labelledby="rules">
      <CardHead id="rules" title={t("rules.title")} hint={t("rules.hint")} />
      <ul className="mt-4 divide-y divide-line border-line border-t">
        <Enabled settings={settings} t={t} />
        <Required settings={settings} t={t} />
        <Rule
          t={t}
          rule="justInTime"
          isOn={provider?.justInTime ?? false}
          obstacle={
            provider
              ? settings.domains.some((one) => one.verifiedAt)
                ? undefined
                : t("refusals.no_verified_domain")
              : t("refusals.no_provider")
          }
          hint={t("rules.justInTime.hint")}
        />
        <Rule
          t={t}
          rule="wantsEncrypted"
          isOn={provider?.wantsEncrypted ?? false}
          obstacle={provider ? undefined : t("refusals.no_provider")}
          hint={t("rules.wantsEncrypted.hint")}
        />
        <Rule
          t={t}
          rule="secondFactor"
          isOn={requiresSecondFactor}
          hint={t("rules.secondFactor.hint", { count: people.withoutFactor, active: people.active })}
          question={
            requiresSecondFactor
              ? {
                  opener: t("rules.turnOff"),
                  title: t("rules.secondFactor.askOffTitle"),
                  body: t("rules.secondFactor.askOffBody"),
                  confirm: t("rules.secondFactor.askOff"),
                }
              : undefined
          }
        />
      </ul>
    </Card>
  );
}

type RuleProps = {
  t: T;
  rule: "enabled" | "required" | "justInTime" | "wantsEncrypted" | "secondFactor";
  isOn: boolean;
  hint: ReactNode;
  obstacle?: string;
  question?: Question;
  adjust?: Question;
};

const Rule = ({ t, rule, isOn, hint, obstacle, ...questions }: RuleProps) => (
  <li className="grid gap-4 px-5 py-5 sm:px-6">
    <div className="grid gap-1">
      <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium">
        {t(`rules.${rule}.title`)}
        <Badge tone={isOn ? "positive" : "neutral"}>{t(isOn ? "rules.on" : "rules.off")}</Badge>
      </h3>
      <div className="grid gap-1 text-ink-soft text-sm leading-relaxed">{hint}</div>
    </div>
    <RuleControls
      rule={rule}
      isOn={isOn}
      change={changeRuleAction}
      name={t(`rules.${rule}.title`)}
      obstacle={isOn ? undefined : obstacle}
      {...questions}
    />
  </li>
);

type Props = { settings: SignInSettings; t: T };

function Enabled({ settings: { provider }, t }: Props) {
  const isOn = provider?.isEnabled ?? false;
  const obstacle = provider
    ? provider.testedAt
      ? undefined
      : t("refusals.not_tested")
    : t("refusals.no_provider");
  const question: Question = {
    opener: t("rules.turnOff"),
    title: t("rules.enabled.askOffTitle"),
    body: t("rules.enabled.askOffBody"),
    confirm: t("rules.enabled.askOff"),
    isDangerous: true,
  };
  return (
    <Rule
      t={t}
      rule="enabled"
      isOn={isOn}
      obstacle={obstacle}
      hint={t("rules.enabled.hint")}
      question={isOn ? question : undefined}
    />
  );
}

function Required({ settings, t }: Props) {
  const { stage, admins, breakGlassUserId, people } = settings;
  const isOn = stage === "required";
  const isPossible = isOn || stage === "enabled";
  const keeper = admins.find((one) => one.id === breakGlassUserId);
  const choice = <BreakGlassChoice settings={settings} t={t} />;
  const obstacle = isPossible
    ? admins.length > 0
      ? undefined
      : t("rules.required.noAdmins")
    : t("refusals.not_enabled");
  const off: Question = {
    opener: t("rules.turnOff"),
    title: t("rules.required.askOffTitle"),
    body: t("rules.required.askOffBody"),
    confirm: t("rules.required.askOff"),
  };
  const on: Question = {
    opener: t("rules.required.askOn"),
    title: t("rules.required.askOnTitle"),
    body: (
      <>
        <p>{t("rules.required.askOnBody", { count: people.withPassword })}</p>
        <p>{t("rules.required.outside", { count: people.outsideDomains })}</p>
      </>
    ),
    fields: choice,
    confirm: t("rules.required.confirmOn"),
    isDangerous: true,
  };
  const adjust: Question = {
    opener: t("rules.required.changeAdmin"),
    title: t("rules.required.changeAdmin"),
    body: null,
    fields: choice,
    confirm: t("rules.required.confirmAdmin"),
  };
  return (
    <Rule
      t={t}
      rule="required"
      isOn={isOn}
      obstacle={obstacle}
      hint={
        <>
          <p>{t("rules.required.hint")}</p>
          {isOn && keeper && <p>{t("rules.required.keeps", { name: keeper.name })}</p>}
          {isOn && !keeper && <Alert tone="warning">{t("rules.required.keeperLost")}</Alert>}
        </>
      }
      question={isOn ? off : on}
      adjust={isOn ? adjust : undefined}
    />
  );
}

const BreakGlassChoice = ({ settings: { admins, breakGlassUserId }, t }: Props) => (
  <Select
    id="break-glass"
    name="breakGlassUserId"
    label={t("rules.required.admin")}
    defaultValue={admins.some((one) => one.id === breakGlassUserId) ? (breakGlassUserId ?? "") : ""}
    required
  >
    <option value="" disabled>
      {t("rules.required.choose")}
    </option>
    {admins.map((admin) => (
      <option key={admin.id} value={admin.id}>
        {admin.name} · {admin.email}
      </option>
    ))}
  </Select>
);
