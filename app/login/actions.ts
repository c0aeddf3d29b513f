"use server";

import type { Route } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { dropCookie } from "@/app/_server/cookies";
import { fieldErrors, textOf } from "@/app/_server/form-action";
import { sessionCookieName } from "@/lib/auth";
import { addressInput } from "@/lib/auth/input";
import { discoverSso, signOut } from "@/lib/saml";

/** What the address form gets back: which field comes next, what was typed, what was wrong with it. */
export type AddressState = {
  step: "address" | "password" | "sso";
  values: { address: string; keep: boolean };
  fields?: { address?: string };
  /** The single sign-on that the address leads to: instead of a password, or beside it. */
  sso?: { organization: string; path: string };
};

/**
 * First the address, whose domain decides between password and single sign-on. The password goes to lib/auth/door.ts.
 * A redirect to the provider would be the form's own, which the page's policy (form-action) rightly stops: the page leads there.
 */
export async function addressAction(_previous: AddressState, form: FormData): Promise<AddressState> {
  const typed = textOf(form);
  const values = { address: typed.address ?? "", keep: typed.keep === "on" };
  const address = addressInput.safeParse(typed);
  if (!address.success) return { step: "address", values, fields: fieldErrors(address.error) };
  const sso = typed.way === "password" ? null : await discoverSso(address.data.address);
  if (!sso) return { step: "password", values };
  const step = sso.isRequired ? "sso" : "password";
  return {
    step,
    values,
    sso: { organization: sso.name, path: `/saml/${encodeURIComponent(sso.slug)}/login` },
  };
}

/** Ends this browser's session: the row first, then the cookie, then what the identity provider remembers. */
export async function signOutAction(): Promise<void> {
  const jar = await cookies();
  const token = jar.get(sessionCookieName())?.value;
  const elsewhere = token ? await signOut(token) : null;
  await dropCookie(sessionCookieName());
  redirect((elsewhere ?? "/login") as Route);
}
