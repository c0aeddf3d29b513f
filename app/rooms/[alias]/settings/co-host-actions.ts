"use server";

import { refresh } from "next/cache";
import { requireActor } from "@/app/_server/actor";
import { requestOrigin } from "@/app/_server/cookies";
import { textOf } from "@/app/_server/form-action";
import type { CoHostState } from "@/components/rooms/co-hosts";
import { addCoHost, removeCoHost } from "@/lib/rooms";
import { addCoHostInput, removeCoHostInput } from "@/lib/rooms/co-hosts";

export async function addCoHostAction(_previous: CoHostState, form: FormData): Promise<CoHostState> {
  const [actor, { remoteAddress }] = await Promise.all([requireActor(), requestOrigin()]);
  const text = textOf(form);
  const { address } = text;
  const input = addCoHostInput.safeParse(text);
  if (!input.success) return { error: address?.trim() ? "invalid" : "required", address };
  const added = await addCoHost(actor, input.data, remoteAddress);
  if (!added.ok) return { error: added.reason, address };
  refresh();
  return { added: added.displayName };
}

export async function removeCoHostAction(_previous: CoHostState, form: FormData): Promise<CoHostState> {
  const [actor, { remoteAddress }] = await Promise.all([requireActor(), requestOrigin()]);
  const input = removeCoHostInput.safeParse(textOf(form));
  if (!input.success) return {};
  await removeCoHost(actor, input.data, remoteAddress);
  refresh();
  return { removed: true };
}
