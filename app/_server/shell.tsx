import "server-only";
import type { Route } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { signOutAction } from "@/app/login/actions";
import { LanguageSwitch } from "@/components/shell/language-switch";
import { PersonMenu } from "@/components/shell/person-menu";
import { NavLink, Shell } from "@/components/shell/shell";
import { isTheme, type Theme } from "@/components/shell/theme";
import { ButtonLink } from "@/components/ui/button-link";
import type { Person } from "@/lib/access";
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

/** The parts of the portal that its navigation leads to. */
type Section = "rooms" | "invitations" | "people" | "admin" | "security";

type Props = {
  section?: Section;
  /** This is the page that the section's link leads to, not one behind it. */
  isPage?: boolean;
  children: ReactNode;
};

type NavItem = { section: Section; href: Route };
const rooms: NavItem = { section: "rooms", href: "/rooms" };
const invitations: NavItem = { section: "invitations", href: "/invitations" };
const admin: NavItem = { section: "admin", href: "/admin/sso" };
const people = (href: Route): NavItem => ({ section: "people", href });

/** What the navigation offers to whom. What an address shows is decided by that page, not here. */
const navOf: Record<Person["kind"], NavItem[]> = {
  user: [rooms, invitations],
  org_admin: [rooms, invitations, admin],
  partner: [rooms],
  operator: [people("/operator/people")],
};

const itemsOf = (actor: Person): NavItem[] =>
  actor.kind === "partner" && actor.canManage
    ? [...navOf.partner, people("/partner/people")]
    : navOf[actor.kind];

/** The frame around a page: with menu and navigation for somebody signed in, with "Log in" for anybody else. */
export async function PageShell({ children, ...place }: Props) {
  const viewer = await currentViewer();
  return viewer ? (
    <SignedIn viewer={viewer} {...place}>
      {children}
    </SignedIn>
  ) : (
    <PublicShell>{children}</PublicShell>
  );
}

async function SignedIn({ viewer, section, isPage, children }: Props & { viewer: Viewer }) {
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
  const items = itemsOf(viewer.actor);
  const nav = items.map((item) => (
    <NavLink
      key={item.section}
      href={item.href}
      isCurrent={item.section === section && (isPage ? "page" : "section")}
    >
      {t(`sections.${item.section}`)}
    </NavLink>
  ));
  return (
    <Shell brand={brand} t={t} home={items[0]?.href ?? "/profile/security"} nav={nav} aside={menu}>
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
