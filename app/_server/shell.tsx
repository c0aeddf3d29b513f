import "server-only";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { signOutAction } from "@/app/login/actions";
import { LanguageSwitch } from "@/components/shell/language-switch";
import { PersonMenu } from "@/components/shell/person-menu";
import { NavLink, Shell } from "@/components/shell/shell";
import { isTheme, type Theme } from "@/components/shell/theme";
import { ButtonLink } from "@/components/ui/button-link";
import type { Viewer } from "@/lib/auth";
import { currentBrand } from "@/lib/brand";
import { currentViewer } from "./actor";
import { getLocale, getTranslations } from "./i18n";
import { chooseLocale, chooseLocaleByForm, chooseShortcuts, chooseTheme } from "./preferences";

export async function currentTheme(): Promise<Theme> {
  const chosen = (await cookies()).get("theme")?.value;
  return isTheme(chosen) ? chosen : "system";
}

export const hasShortcuts = async () => (await cookies()).get("shortcuts")?.value !== "off";

type Props = { isRooms?: "page" | "section"; children: ReactNode };

/** The frame around a page: with menu and navigation for somebody signed in, with "Log in" for anybody else. */
export async function PageShell({ isRooms, children }: Props) {
  const viewer = await currentViewer();
  return viewer ? (
    <SignedIn viewer={viewer} isRooms={isRooms}>
      {children}
    </SignedIn>
  ) : (
    <PublicShell>{children}</PublicShell>
  );
}

async function SignedIn({ viewer, isRooms, children }: Props & { viewer: Viewer }) {
  const [brand, t, locale, theme, shortcuts] = await Promise.all([
    currentBrand(),
    getTranslations("shell"),
    getLocale(),
    currentTheme(),
    hasShortcuts(),
  ]);
  const menu = (
    <PersonMenu
      me={{
        name: viewer.displayName,
        organization: viewer.organizationName,
        email: viewer.email,
        videoAddress: viewer.videoAddress,
      }}
      preferences={{ locale, theme, hasShortcuts: shortcuts }}
      actions={{ chooseLocale, chooseTheme, chooseShortcuts, signOut: signOutAction }}
    />
  );
  const nav = (
    <NavLink href="/rooms" isCurrent={isRooms ?? false}>
      {t("rooms")}
    </NavLink>
  );
  return (
    <Shell brand={brand} t={t} home="/rooms" nav={nav} aside={menu}>
      {children}
    </Shell>
  );
}

/** The frame for people who are not signed in. `action` is what the header offers; the sign-in page offers the apps. */
export async function PublicShell({
  offer = "logIn",
  children,
}: {
  offer?: "logIn" | "apps";
  children: ReactNode;
}) {
  const [brand, t, locale] = await Promise.all([currentBrand(), getTranslations("shell"), getLocale()]);
  const aside =
    offer === "apps" ? (
      <ButtonLink href="/apps" look="quiet">
        {t("downloadApps")}
      </ButtonLink>
    ) : (
      <ButtonLink href="/login" look="secondary">
        {t("logIn")}
      </ButtonLink>
    );
  return (
    <Shell
      brand={brand}
      t={t}
      home="/login"
      aside={aside}
      footer={<LanguageSwitch locale={locale} choose={chooseLocaleByForm} />}
    >
      {children}
    </Shell>
  );
}
