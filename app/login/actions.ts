"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { dropCookie, goOn, requestOrigin } from "@/app/_server/cookies";
import { fieldErrors, textOf } from "@/app/_server/form-action";
import { endSession, sessionCookieName, signIn } from "@/lib/auth";
import { addressInput, signInInput } from "@/lib/auth/input";

/** What the sign-in form gets back: which field comes next, what was typed, what was wrong with it. */
export type SignInState = {
  step: "address" | "password";
  values: { address: string; keep: boolean };
  fields?: { address?: string; password?: string };
  error?: { key: "wrong_credentials" | "throttled"; retryAfterMinutes?: number };
};

/** First the address, which will decide between password and single sign-on, then the password. */
export async function signInAction(_previous: SignInState, form: FormData): Promise<SignInState> {
  const typed = textOf(form);
  const values = { address: typed.address ?? "", keep: typed.keep === "on" };
  const address = addressInput.safeParse(typed);
  if (!address.success) return { step: "address", values, fields: fieldErrors(address.error) };
  if (typed.step !== "password") return { step: "password", values };

  const input = signInInput.safeParse(typed);
  if (!input.success) return { step: "password", values, fields: fieldErrors(input.error) };
  const result = await signIn(input.data, await requestOrigin());
  if (result.ok) return goOn(result);
  const retryAfterMinutes =
    result.reason === "throttled" ? Math.ceil(result.retryAfterSeconds / 60) : undefined;
  return { step: "password", values, error: { key: result.reason, retryAfterMinutes } };
}

/** Ends this browser's session: the row first, then the cookie. */
export async function signOutAction(): Promise<void> {
  const jar = await cookies();
  const token = jar.get(sessionCookieName())?.value;
  if (token) await endSession(token);
  await dropCookie(sessionCookieName());
  redirect("/login");
}
