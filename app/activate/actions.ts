"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { goOn, requestOrigin } from "@/app/_server/cookies";
import { fieldErrors, textOf } from "@/app/_server/form-action";
import { getLocale } from "@/app/_server/i18n";
import { forgetLink, openedLink } from "@/app/_server/mail-link";
import type { ActivateState } from "@/components/activate/activate-form";
import type { NewLinkState } from "@/components/activate/new-link-form";
import { activate, activationInput, askForNewLink } from "@/lib/activation";

/** Opens the account and leads into the portal. */
export async function activateAction(_previous: ActivateState, form: FormData): Promise<ActivateState> {
  const typed = textOf(form);
  const accepted = { terms: typed.acceptTerms === "on", privacy: typed.acceptPrivacy === "on" };
  const input = activationInput.safeParse(typed);
  if (!input.success) {
    const { password, acceptTerms, acceptPrivacy, ...others } = fieldErrors(input.error);
    // Ids that are none were not posted by this form.
    if (Object.keys(others).length > 0) return { textsChanged: true };
    const problem = password === undefined ? undefined : ("empty" as const);
    return {
      password: problem,
      terms: acceptTerms !== undefined,
      privacy: acceptPrivacy !== undefined,
      accepted,
    };
  }
  const outcome = await activate(await openedLink("activate"), input.data, await requestOrigin());
  if (outcome.ok) {
    await forgetLink("activate");
    return goOn(outcome);
  }
  // The page says what became of the link.
  if (outcome.reason === "link_over") redirect("/activate");
  if (outcome.reason === "password") return { password: outcome.problem, accepted };
  revalidatePath("/activate");
  return { textsChanged: true };
}

/** Sends a new link in place of one that is over. */
export async function newLinkAction(): Promise<NewLinkState> {
  const { remoteAddress } = await requestOrigin();
  const isSent = await askForNewLink(await openedLink("activate"), remoteAddress, await getLocale());
  return { answer: isSent ? "sent" : "throttled" };
}
