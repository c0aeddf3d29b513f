"use server";

import { redirect } from "next/navigation";
import { goOn, requestOrigin } from "@/app/_server/cookies";
import { fieldErrors, textOf } from "@/app/_server/form-action";
import { getLocale } from "@/app/_server/i18n";
import { forgetLink, openedLink } from "@/app/_server/mail-link";
import type { AskState } from "@/components/recover/ask-form";
import type { NewPasswordState } from "@/components/recover/new-password-form";
import { addressInput } from "@/lib/auth/input";
import { recoverPassword, requestRecovery } from "@/lib/recovery";

/** Has a mail sent to whom an address belongs; the answer is the same for an address of nobody. */
export async function askAction(_previous: AskState, form: FormData): Promise<AskState> {
  const typed = textOf(form);
  const address = (typed.address ?? "").slice(0, 300);
  const input = addressInput.safeParse(typed);
  if (!input.success) return { address, error: fieldErrors(input.error).address ?? "invalid" };
  const { remoteAddress } = await requestOrigin();
  const asked = await requestRecovery({
    address: input.data.address,
    locale: await getLocale(),
    remoteAddress,
  });
  if (asked.ok) return { address, isSent: true };
  return { address, waitMinutes: Math.ceil(asked.retryAfterSeconds / 60) };
}

/** Sets the new password and leads into the portal, or to the second factor. */
export async function newPasswordAction(
  _previous: NewPasswordState,
  form: FormData,
): Promise<NewPasswordState> {
  const { password = "" } = textOf(form);
  if (password === "") return { problem: "empty" };
  const outcome = await recoverPassword(await openedLink("recover"), password, await requestOrigin());
  if (outcome.ok) {
    await forgetLink("recover");
    return goOn(outcome);
  }
  // The page says what became of the link.
  if (outcome.reason === "link_over") redirect("/recover/new");
  return { problem: outcome.problem };
}
