"use server";

import { redirect } from "next/navigation";
import { requireActor } from "@/app/_server/actor";
import { requestOrigin } from "@/app/_server/cookies";
import { fieldErrors, textOf } from "@/app/_server/form-action";
import { getFormatter, getTranslations } from "@/app/_server/i18n";
import type { CreateState } from "@/components/rooms/create-form";
import { AppError } from "@/lib/errors";
import { createOneTimeRoom, createRoom } from "@/lib/rooms";
import { createRoomInput } from "@/lib/rooms/create-input";

/** Makes a permanent room and leads to it; what was typed comes back when it cannot be made. */
export async function createRoomAction(_previous: CreateState, form: FormData): Promise<CreateState> {
  const [actor, { remoteAddress }] = await Promise.all([requireActor(), requestOrigin()]);
  const text = textOf(form);
  const values = { name: text.name ?? "", addressName: text.addressName ?? "" };
  const input = createRoomInput.safeParse(text);
  if (!input.success) return { fields: fieldErrors(input.error), values };
  const created = await createRoom(actor, input.data, remoteAddress);
  if (created.ok) redirect(`/rooms/${encodeURIComponent(created.alias)}`);
  if (created.reason === "taken") return { fields: { addressName: "taken" }, values };
  return { isFull: true, values };
}

/** Makes a one-time room with one click and leads to it. */
export async function createOneTimeAction(): Promise<{ isBusy?: true }> {
  const [actor, { remoteAddress }] = await Promise.all([requireActor(), requestOrigin()]);
  const [t, format] = await Promise.all([getTranslations("rooms.oneTime"), getFormatter()]);
  const name = t("name", { time: format.dateTime(new Date(), "moment") });
  const room = await createOneTimeRoom(actor, name, remoteAddress).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "too_many_requests") return null;
    throw error;
  });
  if (!room) return { isBusy: true };
  redirect(`/rooms/${encodeURIComponent(room.alias)}`);
}
