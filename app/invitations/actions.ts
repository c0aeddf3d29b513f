"use server";

import { refresh } from "next/cache";
import { redirect, unstable_rethrow } from "next/navigation";
import { z } from "zod";
import { requireActor } from "@/app/_server/actor";
import { requestOrigin } from "@/app/_server/cookies";
import { textOf } from "@/app/_server/form-action";
import type { CancelState } from "@/components/invitations/cancel-form";
import type { InvitationState } from "@/components/invitations/invitation-form";
import type { SendState } from "@/components/invitations/send-form";
import type { Person } from "@/lib/access";
import { AppError } from "@/lib/errors";
import {
  cancelInvitation,
  changeInvitation,
  getInvitation,
  makeInvitation,
  sendInvitation,
} from "@/lib/invitations";
import { parseInvitation } from "@/lib/invitations/input";

/** Who asks and from where, and what went wrong as a code of the catalogue. */
async function asked<T>(
  work: (actor: Person, remoteAddress: string | null) => Promise<T>,
): Promise<T | { error: string }> {
  const [actor, { remoteAddress }] = await Promise.all([requireActor(), requestOrigin()]);
  try {
    return await work(actor, remoteAddress);
  } catch (error) {
    unstable_rethrow(error); // redirect() travels as a throw
    if (error instanceof AppError) return { error: error.code };
    throw error;
  }
}

/** Makes an invitation and leads to it; what was typed comes back with every other answer. */
export async function makeAction(_previous: InvitationState, form: FormData): Promise<InvitationState> {
  const values = textOf(form);
  const answer = await asked<InvitationState>(async (actor, remoteAddress) => {
    const parsed = parseInvitation(values, new Date());
    if (!parsed.ok) return { fields: parsed.fields };
    const { id } = await makeInvitation(actor, parsed.input, remoteAddress);
    redirect(`/invitations/${id}`);
  });
  return { ...answer, values };
}

const editing = z.object({ id: z.uuid(), sequence: z.coerce.number().int().min(0).max(2_147_483_647) });
const about = z.object({ id: z.uuid() });

/** Saves a changed invitation and leads back to it. */
export async function changeAction(_previous: InvitationState, form: FormData): Promise<InvitationState> {
  const values = textOf(form);
  const answer = await asked<InvitationState>(async (actor, remoteAddress) => {
    const which = editing.safeParse(values);
    if (!which.success) throw new AppError("not_found");
    const { id, sequence } = which.data;
    const { view } = await getInvitation(actor, id);
    const parsed = parseInvitation({ ...values, room: view.room.alias }, new Date(), new Date(view.startsAt));
    if (!parsed.ok) return { fields: parsed.fields };
    await changeInvitation(actor, { id, sequence, input: parsed.input }, remoteAddress);
    redirect(`/invitations/${id}`);
  });
  return { ...answer, values };
}

/** Mails the guests who have not been told yet. */
export async function sendAction(_previous: SendState, form: FormData): Promise<SendState> {
  return asked<SendState>(async (actor, remoteAddress) => {
    const which = about.safeParse(textOf(form));
    if (!which.success) throw new AppError("not_found");
    const sent = await sendInvitation(actor, which.data.id, remoteAddress);
    refresh();
    return { sent };
  });
}

/** Cancels a meeting and tells its guests. */
export async function cancelAction(_previous: CancelState, form: FormData): Promise<CancelState> {
  return asked<CancelState>(async (actor, remoteAddress) => {
    const which = about.safeParse(textOf(form));
    if (!which.success) throw new AppError("not_found");
    await cancelInvitation(actor, which.data.id, remoteAddress);
    refresh();
    return {};
  });
}
