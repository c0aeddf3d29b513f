"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { goOn, requestOrigin } from "@/app/_server/cookies";
import type { EnrollState, ProofState } from "@/components/factor/state";
import { findPending, type Origin, type Pending, pendingCookieName } from "@/lib/auth";
import { currentBrand } from "@/lib/brand";
import { AppError } from "@/lib/errors";
import {
  beginPasskeyEnrollment,
  confirmEnrollment,
  confirmPasskeyEnrollment,
  type Enrolled,
  finishEnrollment,
  passkeyNameFrom,
  passkeyRequest,
  type Refused,
  type Verified,
  verifyPasskey,
  verifySecondFactor,
} from "@/lib/second-factor";
import { newPasskeyAnswer, passkeyAnswer } from "@/lib/second-factor/input";

const passkeyRefused = { ok: false, reason: "passkey_refused" } as const;

/** The sign-in that waits for its second factor; without one there is nothing to do here. */
async function requirePending(): Promise<Pending> {
  const pending = await findPending((await cookies()).get(pendingCookieName())?.value);
  return pending ?? redirect("/login?over=1");
}

const typedCode = (form: FormData): string => {
  const code = form.get("code");
  return typeof code === "string" ? code.slice(0, 100) : "";
};

function problemOf(refused: Refused): ProofState {
  if (refused.reason === "over") redirect("/login?over=1");
  const minutes = refused.reason === "throttled" ? Math.ceil(refused.retryAfterSeconds / 60) : undefined;
  return { problem: { key: refused.reason, minutes } };
}

/** The first code of a new app, or a new passkey. */
export async function confirmAction(_previous: EnrollState, form: FormData): Promise<EnrollState> {
  const pending = await requirePending();
  const { deviceToken, userAgent } = await requestOrigin();
  const outcome = form.has("passkey")
    ? await confirmPasskey(pending, form, { userAgent, deviceToken })
    : await confirmEnrollment(pending, typedCode(form), deviceToken);
  return outcome.ok ? { recoveryCodes: outcome.recoveryCodes } : problemOf(outcome);
}

function confirmPasskey(
  pending: Pending,
  form: FormData,
  { userAgent, deviceToken }: Pick<Origin, "userAgent" | "deviceToken">,
): Promise<Enrolled> {
  const answer = newPasskeyAnswer.safeParse(form.get("passkey"));
  return answer.success
    ? confirmPasskeyEnrollment(pending, answer.data, passkeyNameFrom(userAgent), deviceToken)
    : Promise.resolve(passkeyRefused);
}

/** What a new passkey has to be made for; null for somebody who has a factor already. */
export async function beginEnrollPasskeyAction() {
  const { productName } = await currentBrand();
  return beginPasskeyEnrollment(await requirePending(), productName).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "conflict") return null;
    throw error;
  });
}

/** The recovery codes have been kept: on into the portal. */
export async function finishAction(): Promise<void> {
  const passed = await finishEnrollment(await requirePending());
  if (passed) await goOn(passed);
  redirect("/login?over=1");
}

/** A passkey's signature, a code of the app, or a recovery code. */
export async function verifyAction(_previous: ProofState, form: FormData): Promise<ProofState> {
  const pending = await requirePending();
  const { deviceToken } = await requestOrigin();
  const outcome = await verify(pending, form, deviceToken);
  return outcome.ok ? goOn(outcome) : problemOf(outcome);
}

function verify(pending: Pending, form: FormData, deviceToken?: string | null): Promise<Verified> {
  if (!form.has("passkey")) return verifySecondFactor(pending, typedCode(form), deviceToken);
  const answer = passkeyAnswer.safeParse(form.get("passkey"));
  return answer.success ? verifyPasskey(pending, answer.data, deviceToken) : Promise.resolve(passkeyRefused);
}

/** What a passkey has to sign. */
export async function beginPasskeyAction() {
  return passkeyRequest({ pending: await requirePending() });
}
