"use server";

import { revalidatePath } from "next/cache";
import { redirect, unstable_rethrow } from "next/navigation";
import { z } from "zod";
import { requireViewer } from "@/app/_server/actor";
import { requestOrigin } from "@/app/_server/cookies";
import { type FormState, fieldErrors } from "@/app/_server/form-action";
import { confirmPath } from "@/app/_server/proof";
import type { EnrollState } from "@/components/factor/state";
import type { Viewer } from "@/lib/auth";
import { currentBrand } from "@/lib/brand";
import { AppError } from "@/lib/errors";
import {
  type Added,
  beginPasskey,
  confirmApp,
  confirmPasskey,
  newRecoveryCodes,
  passkeyNameFrom,
  removeApp,
  removePasskey,
  renamePasskey,
  stopOwnReset,
} from "@/lib/second-factor";
import { newPasskeyAnswer, passkeyName } from "@/lib/second-factor/input";

const HERE = "/profile/security";

/** Adding leads on from a page of its own: to a proof that lapsed meanwhile, or back when it is done already. */
async function add(path: string, work: () => Promise<Added>): Promise<EnrollState> {
  try {
    const outcome = await work();
    if (outcome.ok && outcome.recoveryCodes) return { recoveryCodes: outcome.recoveryCodes };
    if (outcome.ok) redirect(`${HERE}#factors`);
    const minutes = outcome.reason === "throttled" ? Math.ceil(outcome.retryAfterSeconds / 60) : undefined;
    return { problem: { key: outcome.reason, minutes } };
  } catch (error) {
    unstable_rethrow(error);
    if (error instanceof AppError && error.code === "proof_required") redirect(confirmPath(path));
    if (error instanceof AppError && error.code === "conflict") redirect(`${HERE}#factors`);
    throw error;
  }
}

export async function addAppAction(_previous: EnrollState, form: FormData): Promise<EnrollState> {
  const viewer = await requireViewer();
  const { remoteAddress } = await requestOrigin();
  const code = form.get("code");
  const typed = typeof code === "string" ? code.slice(0, 100) : "";
  return add(`${HERE}/app`, () => confirmApp(viewer, typed, remoteAddress));
}

export async function addPasskeyAction(_previous: EnrollState, form: FormData): Promise<EnrollState> {
  const viewer = await requireViewer();
  const { remoteAddress, userAgent } = await requestOrigin();
  const answer = newPasskeyAnswer.safeParse(form.get("passkey"));
  if (!answer.success) return { problem: { key: "passkey_refused" } };
  const named = passkeyName.safeParse(form.get("name"));
  const name = named.success ? named.data : passkeyNameFrom(userAgent);
  return add(`${HERE}/passkey`, () => confirmPasskey(viewer, answer.data, name, remoteAddress));
}

/** What a new passkey has to be made for; null when the proof has lapsed, and the page has to be loaded anew. */
export async function beginAddPasskeyAction() {
  const viewer = await requireViewer();
  const { productName } = await currentBrand();
  try {
    return await beginPasskey(viewer, productName);
  } catch (error) {
    if (error instanceof AppError && error.code === "proof_required") return null;
    throw error;
  }
}

export async function newCodesAction(): Promise<EnrollState> {
  const viewer = await requireViewer();
  const { remoteAddress } = await requestOrigin();
  return add(`${HERE}/codes`, async () => ({
    ok: true,
    recoveryCodes: await newRecoveryCodes(viewer, remoteAddress),
  }));
}

/** The recovery codes have been kept. */
export async function codesKeptAction(): Promise<void> {
  redirect(`${HERE}#factors`);
}

/** What a change in the list comes to. One that is gone already is as wished. */
async function change(
  work: (viewer: Viewer, remoteAddress: string | null) => Promise<void>,
): Promise<FormState> {
  const viewer = await requireViewer();
  const { remoteAddress } = await requestOrigin();
  try {
    await work(viewer, remoteAddress);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code !== "not_found") return { error: error.code };
  }
  revalidatePath(HERE);
  return { ok: true };
}

export const removeAppAction = async (): Promise<FormState> => change(removeApp);

const passkeyInput = z.object({ passkeyId: z.uuid() });

export async function removePasskeyAction(_previous: FormState, form: FormData): Promise<FormState> {
  const input = passkeyInput.safeParse({ passkeyId: form.get("passkeyId") });
  if (!input.success) return { error: "invalid_input" };
  return change((viewer, address) => removePasskey(viewer, input.data.passkeyId, address));
}

const renameInput = passkeyInput.extend({ name: passkeyName });

export async function renamePasskeyAction(_previous: FormState, form: FormData): Promise<FormState> {
  const values = { passkeyId: String(form.get("passkeyId")), name: String(form.get("name")) };
  const input = renameInput.safeParse(values);
  if (!input.success) return { fields: fieldErrors(input.error), values };
  return change((viewer) => renamePasskey(viewer, input.data.passkeyId, input.data.name));
}

export async function stopOwnResetAction(): Promise<void> {
  const viewer = await requireViewer();
  const { remoteAddress } = await requestOrigin();
  await stopOwnReset(viewer, remoteAddress);
  revalidatePath(HERE);
}
