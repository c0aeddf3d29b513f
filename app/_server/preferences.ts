"use server";

import { cookies } from "next/headers";
import { isTheme } from "@/components/shell/theme";
import { env } from "@/lib/env";
import { isLocale, isTimeZone } from "@/lib/i18n";
import { Day, Second } from "@/lib/time";

// Cookies of the browser, not of the account: people choose before they sign in, too.
async function remember(name: string, value: string): Promise<void> {
  (await cookies()).set(name, value, {
    path: "/",
    maxAge: (365 * Day.ms) / Second.ms,
    sameSite: "lax",
    httpOnly: true,
    secure: env().PUBLIC_URL.startsWith("https:"),
  });
}

export async function chooseLocale(value: unknown): Promise<void> {
  if (isLocale(value)) await remember("locale", value);
}

/** The language from a form, which works without JavaScript. */
export async function chooseLocaleByForm(form: FormData): Promise<void> {
  await chooseLocale(form.get("locale"));
}

export async function chooseTheme(value: unknown): Promise<void> {
  if (isTheme(value)) await remember("theme", value);
}

/** Shortcuts of one key can be switched off: speech input and tremor type them by accident (WCAG 2.1.4). */
export async function chooseShortcuts(isOn: unknown): Promise<void> {
  await remember("shortcuts", isOn === true ? "on" : "off");
}

/** The browser's time zone, told once by a page that had to guess. */
export async function rememberTimeZone(value: unknown): Promise<void> {
  if (typeof value === "string" && isTimeZone(value)) await remember("tz", value);
}
