"use server";

import { requireActor } from "@/app/_server/actor";
import { requestOrigin } from "@/app/_server/cookies";
import { fieldErrors, textOf } from "@/app/_server/form-action";
import type { DialState } from "@/components/live/dials";
import { AppError } from "@/lib/errors";
import { dialOut } from "@/lib/live";
import { dialInput } from "@/lib/live/dial-input";

/** Calls somebody from the meeting. The roster shows what becomes of the call. */
export async function dialAction(_previous: DialState, form: FormData): Promise<DialState> {
  const [actor, { remoteAddress }] = await Promise.all([requireActor(), requestOrigin()]);
  const input = dialInput.safeParse(textOf(form));
  if (!input.success) return { fields: fieldErrors(input.error) };
  try {
    const dialled = await dialOut(actor, input.data, remoteAddress);
    if (!dialled.ok) return { fields: { [dialled.field]: dialled.reason } };
    return { dialled: { legIds: dialled.legIds, name: input.data.name || input.data.to.address } };
  } catch (error) {
    if (error instanceof AppError) return { error: error.code };
    throw error;
  }
}
