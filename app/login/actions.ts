"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { fieldErrors, textOf } from "@/app/_server/form-action";
import { endSession, type Origin, sessionCookieName, signIn } from "@/lib/auth";
import { addressInput, signInInput } from "@/lib/auth/input";
import { env } from "@/lib/env";

/** What the sign-in form gets back: which field comes next, what was typed, what was wrong with it. */
export type SignInState = {
  step: "address" | "password";
  values: { address: string; keep: boolean };
  fields?: { address?: string; password?: string };
  error?: { key: "wrong_credentials" | "throttled" | "second_factor_required"; retryAfterMinutes?: number };
};

async function origin(): Promise<Origin> {
  const sent = await headers();
  // x-real-ip is always set by the portal's own server, never taken from the caller.
  return { remoteAddress: sent.get("x-real-ip") ?? "unknown", userAgent: sent.get("user-agent") };
}

/** First the address, which will decide between password and single sign-on, then the password. */
export async function signInAction(_previous: SignInState, form: FormData): Promise<SignInState> {
  const typed = textOf(form);
  const values = { address: typed.address ?? "", keep: typed.keep === "on" };
  const address = addressInput.safeParse(typed);
  if (!address.success) return { step: "address", values, fields: fieldErrors(address.error) };
  if (typed.step !== "password") return { step: "password", values };

  const input = signInInput.safeParse(typed);
  if (!input.success) return { step: "password", values, fields: fieldErrors(input.error) };
  const result = await signIn(input.data, await origin());
  if (result.ok) {
    const { name, value, expires } = result.cookie;
    const secure = env().PUBLIC_URL.startsWith("https:");
    (await cookies()).set(name, value, { httpOnly: true, sameSite: "lax", path: "/", secure, expires });
    redirect("/rooms");
  }
  const retryAfterMinutes =
    result.reason === "throttled" ? Math.ceil(result.retryAfterSeconds / 60) : undefined;
  return { step: "password", values, error: { key: result.reason, retryAfterMinutes } };
}

/** Ends this browser's session: the row first, then the cookie. */
export async function signOutAction(): Promise<void> {
  const jar = await cookies();
  const token = jar.get(sessionCookieName())?.value;
  if (token) await endSession(token);
  jar.delete({ name: sessionCookieName(), path: "/", secure: env().PUBLIC_URL.startsWith("https:") });
  redirect("/login");
}
