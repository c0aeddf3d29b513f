"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { requireActor } from "@/app/_server/actor";
import { requestOrigin } from "@/app/_server/cookies";
import { fieldErrors, textOf } from "@/app/_server/form-action";
import type { SettingsState } from "@/components/rooms/settings-form";
import { AppError } from "@/lib/errors";
import { closeRoom, reopenRoom, saveRoomSettings } from "@/lib/rooms";
import { roomAlias } from "@/lib/rooms/input";
import { saveRoomInput } from "@/lib/rooms/settings-input";
import { fieldsOf, typedFields } from "./fields";

/** Saves a room's settings; what was typed comes back with every answer. */
export async function saveSettingsAction(_previous: SettingsState, form: FormData): Promise<SettingsState> {
  const [actor, { remoteAddress }] = await Promise.all([requireActor(), requestOrigin()]);
  const text = textOf(form);
  const values = typedFields(text);
  const input = saveRoomInput.safeParse(text);
  if (!input.success) return { fields: fieldErrors(input.error), values };
  try {
    const saved = await saveRoomSettings(actor, input.data, remoteAddress);
    if (!saved.ok) return { overtaken: { now: fieldsOf(saved.now), revision: saved.revision }, values };
    refresh();
    return { saved: { isRunning: saved.isRunning, revision: input.data.revision + 1 }, values };
  } catch (error) {
    if (error instanceof AppError) return { error: error.code, values };
    throw error;
  }
}

export async function closeRoomAction(_previous: null, form: FormData): Promise<null> {
  const alias = await setClosed(form, closeRoom);
  redirect(`/rooms/${encodeURIComponent(alias)}`);
}

export async function reopenRoomAction(_previous: null, form: FormData): Promise<null> {
  await setClosed(form, reopenRoom);
  refresh();
  return null;
}

/** What may not be closed by this person is not there for them either: the page they come to says so. */
async function setClosed(form: FormData, act: typeof closeRoom): Promise<string> {
  const [actor, { remoteAddress }] = await Promise.all([requireActor(), requestOrigin()]);
  const alias = roomAlias.safeParse(form.get("alias")).data ?? "";
  await act(actor, alias, remoteAddress).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
  });
  return alias;
}
