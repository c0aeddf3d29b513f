"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { goOn, requestOrigin } from "@/app/_server/cookies";
import type { EnrollState, VerifyState } from "@/components/factor/state";
import { findPending, type Pending, pendingCookieName } from "@/lib/auth";
import { confirmEnrollment, finishEnrollment, type Refused, verifySecondFactor } from "@/lib/second-factor";

/** The sign-in that waits for its second factor; without one there is nothing to do here. */
async function requirePending(): Promise<Pending> {
  const pending = await findPending((await cookies()).get(pendingCookieName())?.value);
  return pending ?? redirect("/login?over=1");
}

const typedCode = (form: FormData): string => {
  const code = form.get("code");
  return typeof code === "string" ? code.slice(0, 100) : "";
};

function problemOf(refused: Refused): VerifyState {
  if (refused.reason === "over") redirect("/login?over=1");
  const minutes = refused.reason === "throttled" ? Math.ceil(refused.retryAfterSeconds / 60) : undefined;
  return { problem: { key: refused.reason, minutes } };
}

/** The first code of a new app. */
export async function confirmAction(_previous: EnrollState, form: FormData): Promise<EnrollState> {
  const pending = await requirePending();
  const { deviceToken } = await requestOrigin();
  const outcome = await confirmEnrollment(pending, typedCode(form), deviceToken);
  return outcome.ok ? { recoveryCodes: outcome.recoveryCodes } : problemOf(outcome);
}

/** The recovery codes have been kept: on into the portal. */
export async function finishAction(): Promise<void> {
  const passed = await finishEnrollment(await requirePending());
  if (passed) await goOn(passed);
  redirect("/login?over=1");
}

/** A code of the app, or a recovery code. */
export async function verifyAction(_previous: VerifyState, form: FormData): Promise<VerifyState> {
  const pending = await requirePending();
  const { deviceToken } = await requestOrigin();
  const outcome = await verifySecondFactor(pending, typedCode(form), deviceToken);
  return outcome.ok ? goOn(outcome) : problemOf(outcome);
}
