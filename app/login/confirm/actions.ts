"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { requireViewer } from "@/app/_server/actor";
import { dropCookie, requestOrigin } from "@/app/_server/cookies";
import type { ProofState } from "@/components/factor/state";
import {
  endSession,
  type Proven,
  proveByPassword,
  safeReturnTo,
  sessionCookieName,
  type Viewer,
} from "@/lib/auth";
import { passkeyRequest, proveByCode, proveByPasskey } from "@/lib/second-factor";
import { passkeyAnswer } from "@/lib/second-factor/input";

const fallback = "/profile/security";

const textFrom = (form: FormData, name: string, lengthMax: number): string => {
  const value = form.get(name);
  return typeof value === "string" ? value.slice(0, lengthMax) : "";
};

/** Takes the proof, and leads on to what it was asked for. */
export async function confirmAction(_previous: ProofState, form: FormData): Promise<ProofState> {
  const viewer = await requireViewer();
  const { remoteAddress } = await requestOrigin();
  const outcome = await prove(viewer, form, remoteAddress);
  if (outcome.ok) redirect(safeReturnTo(form.get("to"), fallback));
  const minutes = outcome.reason === "throttled" ? Math.ceil(outcome.retryAfterSeconds / 60) : undefined;
  return { problem: { key: outcome.reason, minutes } };
}

function prove(viewer: Viewer, form: FormData, remoteAddress: string | null): Promise<Proven> {
  if (form.has("passkey")) {
    const answer = passkeyAnswer.safeParse(form.get("passkey"));
    return answer.success
      ? proveByPasskey(viewer, answer.data, remoteAddress)
      : Promise.resolve({ ok: false, reason: "passkey_refused" });
  }
  return form.has("code")
    ? proveByCode(viewer, textFrom(form, "code", 100), remoteAddress)
    : proveByPassword(viewer, textFrom(form, "password", 1024), remoteAddress);
}

/** What a passkey has to sign. */
export async function beginPasskeyAction() {
  return passkeyRequest({ viewer: await requireViewer() });
}

/** For somebody whose identity provider has to be asked: ends this session, to begin at the sign-in and come back. */
export async function signInAgainAction(form: FormData): Promise<void> {
  const token = (await cookies()).get(sessionCookieName())?.value;
  if (token) await endSession(token);
  await dropCookie(sessionCookieName());
  redirect(`/login?to=${encodeURIComponent(safeReturnTo(form.get("to"), fallback))}`);
}
