"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { requireViewer } from "@/app/_server/actor";
import { requestOrigin } from "@/app/_server/cookies";
import type { FormState } from "@/app/_server/form-action";
import type { ChangePasswordState } from "@/components/security/change-password-form";
import { changePassword, endOtherSessions, endOwnSession } from "@/lib/auth";
import { AppError } from "@/lib/errors";

const passwordInput = z.object({ current: z.string().min(1).max(1024), next: z.string() });

/** Changes the password; every other browser is signed out by it. */
export async function changePasswordAction(
  _previous: ChangePasswordState,
  form: FormData,
): Promise<ChangePasswordState> {
  const viewer = await requireViewer();
  const input = passwordInput.safeParse({ current: form.get("current"), next: form.get("next") });
  // One that is too long for any password is not the right one.
  if (!input.success) return { current: { key: form.get("current") ? "wrong" : "required" } };
  const { remoteAddress } = await requestOrigin();
  const outcome = await changePassword(viewer, input.data, remoteAddress);
  if (outcome.ok) {
    revalidatePath("/profile/security");
    return { ok: true };
  }
  if (outcome.field === "next") return { next: outcome.reason };
  const minutes = outcome.reason === "throttled" ? Math.ceil(outcome.retryAfterSeconds / 60) : undefined;
  return { current: { key: outcome.reason, minutes } };
}

const sessionInput = z.object({ sessionId: z.uuid() });

/** Ends one of the person's own sessions; one that is over already is as wished. */
export async function endSessionAction(_previous: FormState, form: FormData): Promise<FormState> {
  const viewer = await requireViewer();
  const input = sessionInput.safeParse({ sessionId: form.get("sessionId") });
  if (!input.success) return { error: "invalid_input" };
  const { remoteAddress } = await requestOrigin();
  try {
    await endOwnSession(viewer, input.data.sessionId, remoteAddress);
  } catch (error) {
    if (!(error instanceof AppError && error.code === "not_found")) throw error;
  }
  revalidatePath("/profile/security");
  return { ok: true };
}

export async function endOtherSessionsAction(): Promise<FormState> {
  const viewer = await requireViewer();
  const { remoteAddress } = await requestOrigin();
  await endOtherSessions(viewer, remoteAddress);
  revalidatePath("/profile/security");
  return { ok: true };
}
