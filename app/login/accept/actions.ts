"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { goOn } from "@/app/_server/cookies";
import { fieldErrors, textOf } from "@/app/_server/form-action";
import type { TicksState } from "@/components/activate/text-ticks";
import { findPending, passConsent, pendingCookieName } from "@/lib/auth";
import { consentInput } from "@/lib/legal";

/** Accepts the texts, and leads into the portal. */
export async function acceptAction(_previous: TicksState, form: FormData): Promise<TicksState> {
  const pending = await findPending((await cookies()).get(pendingCookieName())?.value, "consent");
  if (!pending) redirect("/login?over=1");
  const typed = textOf(form);
  const input = consentInput.safeParse(typed);
  if (!input.success) {
    const { acceptTerms, acceptPrivacy, ...others } = fieldErrors(input.error);
    // Ids that are none were not posted by this form.
    if (Object.keys(others).length > 0) return { textsChanged: true };
    const accepted = { terms: typed.acceptTerms === "on", privacy: typed.acceptPrivacy === "on" };
    return { terms: acceptTerms !== undefined, privacy: acceptPrivacy !== undefined, accepted };
  }
  const outcome = await passConsent(pending, input.data);
  if (outcome.ok) return goOn(outcome);
  if (outcome.reason === "over") redirect("/login?over=1");
  revalidatePath("/login/accept");
  return { textsChanged: true };
}
