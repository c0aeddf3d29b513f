"use client";

import { ChevronDown, LogOut, ShieldCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { useTranslations } from "use-intl";
import { Avatar } from "@/components/ui/avatar";
import {
  Menu,
  MenuChoice,
  MenuContent,
  MenuItem,
  MenuSeparator,
  MenuSwitch,
  MenuTrigger,
} from "@/components/ui/menu";
import { type Locale, localeNames, locales } from "@/lib/i18n/locales";
import { type Theme, themes } from "./theme";

export type Me = { name: string; organization: string | null; email: string; videoAddress: string | null };
export type Preferences = { locale: Locale; theme: Theme; hasShortcuts: boolean };
export type PreferenceActions = {
  chooseLocale: (locale: Locale) => Promise<void>;
  chooseTheme: (theme: Theme) => Promise<void>;
  chooseShortcuts: (isOn: boolean) => Promise<void>;
  signOut: () => Promise<void>;
};

type Props = { me: Me; preferences: Preferences; actions: PreferenceActions };

/** Who is signed in, how they like the portal, and the way out. */
export function PersonMenu({ me, preferences, actions }: Props) {
  const t = useTranslations("shell");
  const router = useRouter();
  const [, startTransition] = useTransition();
  return (
    <Menu>
      <MenuTrigger
        aria-label={t("accountOf", { name: me.name })}
        className="touchable group flex h-10 items-center gap-2.5 rounded-full py-1 pr-2 pl-1 text-sm transition-colors hover:bg-hover data-[state=open]:bg-hover"
      >
        <Avatar name={me.name} />
        <span className="hidden max-w-48 truncate font-medium sm:inline">{me.name}</span>
        <ChevronDown
          aria-hidden
          className="hidden size-4 text-ink-faint transition-transform group-data-[state=open]:rotate-180 sm:inline"
        />
      </MenuTrigger>
      <MenuContent aria-label={t("account")} className="w-72">
        <div className="px-2.5 pt-2 pb-1">
          <p className="truncate font-semibold">{me.name}</p>
          {me.organization && <p className="truncate text-ink-soft text-sm">{me.organization}</p>}
          <dl className="mt-2 grid gap-1.5 text-sm">
            {me.videoAddress && <Fact label={t("video")} value={me.videoAddress} />}
            <Fact label={t("email")} value={me.email} />
          </dl>
        </div>
        <MenuSeparator />
        <MenuChoice
          label={t("language")}
          value={preferences.locale}
          options={locales.map((value) => ({ value, label: localeNames[value], lang: value }))}
          onChoose={(locale) => startTransition(() => actions.chooseLocale(locale))}
        />
        <MenuSeparator />
        <MenuChoice
          label={t("theme")}
          value={preferences.theme}
          options={themes.map((value) => ({ value, label: t(`themes.${value}`) }))}
          onChoose={(theme) => startTransition(() => actions.chooseTheme(theme))}
        />
        <MenuSeparator />
        <MenuSwitch
          label={t("shortcuts")}
          isOn={preferences.hasShortcuts}
          onSwitch={(isOn) => startTransition(() => actions.chooseShortcuts(isOn))}
        />
        <MenuSeparator />
        <MenuItem icon={<ShieldCheck aria-hidden />} onSelect={() => router.push("/profile/security")}>
          {t("sections.security")}
        </MenuItem>
        <MenuItem icon={<LogOut aria-hidden />} onSelect={() => startTransition(() => actions.signOut())}>
          {t("signOut")}
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}

const Fact = ({ label, value }: { label: string; value: string }) => (
  <div>
    <dt className="text-ink-faint text-xs">{label}</dt>
    <dd className="truncate" title={value}>
      {value}
    </dd>
  </div>
);
