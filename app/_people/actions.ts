"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { requireViewer } from "@/app/_server/actor";
import { requestOrigin } from "@/app/_server/cookies";
import type { ResetAnswer } from "@/components/people/reset-factor";
import type { Viewer } from "@/lib/auth";
import { AppError } from "@/lib/errors";
import { cancelReset, requestReset } from "@/lib/second-factor";

const input = z.object({ personId: z.uuid() });

async function work(
  form: FormData,
  what: (viewer: Viewer, personId: string, remoteAddress: string | null) => Promise<void>,
): Promise<ResetAnswer> {
  const viewer = await requireViewer();
  const { remoteAddress } = await requestOrigin();
  const parsed = input.safeParse({ personId: form.get("personId") });
  if (!parsed.success) return { error: "not_found" };
  try {
    await what(viewer, parsed.data.personId, remoteAddress);
  } catch (error) {
    if (error instanceof AppError) return { error: error.code };
    throw error;
  }
  revalidatePath("/partner/people");
  revalidatePath("/operator/people");
  return { ok: true };
}

export const requestResetAction = async (_previous: ResetAnswer, form: FormData): Promise<ResetAnswer> =>
  work(form, requestReset);

export const cancelResetAction = async (_previous: ResetAnswer, form: FormData): Promise<ResetAnswer> =>
  work(form, (viewer, personId, address) => cancelReset(viewer.actor, personId, address));
