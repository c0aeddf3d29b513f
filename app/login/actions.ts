"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { dropCookie } from "@/app/_server/cookies";
import { fieldErrors, textOf } from "@/app/_server/form-action";
import { endSession, sessionCookieName } from "@/lib/auth";
import { addressInput } from "@/lib/auth/input";

/** What the address form gets back: which field comes next, what was typed, what was wrong with it. */
export type AddressState = {
  step: "address" | "password";
  values: { address: string; keep: boolean };
  fields?: { address?: string };
};

/** First the address, which will decide between password and single sign-on. The password goes to lib/auth/door.ts. */
export async function addressAction(_previous: AddressState, form: FormData): Promise<AddressState> {
  const typed = textOf(form);
  const values = { address: typed.address ?? "", keep: typed.keep === "on" };
  const address = addressInput.safeParse(typed);
  if (!address.success) return { step: "address", values, fields: fieldErrors(address.error) };
  return { step: "password", values };
}

/** Ends this browser's session: the row first, then the cookie. */
export async function signOutAction(): Promise<void> {
  const jar = await cookies();
  const token = jar.get(sessionCookieName())?.value;
  if (token) await endSession(token);
  await dropCookie(sessionCookieName());
  redirect("/login");
}
