import type { z } from "zod";
import { recordAudit } from "../audit";
import { hashPassword, type Origin, type Passed, passFirstFactor } from "../auth";
import { knownWords, type PasswordProblem, passwordProblem } from "../auth/new-password";
import { db } from "../db";
import { acceptTexts, areInForce } from "../legal";
import { findLink, lockPerson, takeLink, voidLinks } from "../links";
import { log } from "../log";
import type { activationInput } from "./input";
import { findActivation } from "./waiting";

export type Activated =
  | ({ ok: true } & Passed)
  // The link was used meanwhile, is over, or its account asks for single sign-on now.
  | { ok: false; reason: "link_over" }
  // Newer texts were published since these were shown.
  | { ok: false; reason: "texts_changed" }
  | { ok: false; reason: "password"; problem: PasswordProblem };

/** Opens an account with a password of its owner's, who has accepted the texts that apply, and signs the owner in. */
export async function activate(
  token: string | undefined,
  input: z.output<typeof activationInput>,
  origin: Origin,
): Promise<Activated> {
  const [found, link] = await Promise.all([findActivation(token), findLink(token, "activate")]);
  if (found.state !== "open" || !link || !found.waiting.mayHavePassword)
    return { ok: false, reason: "link_over" };
  const { userId } = found.waiting;
  if (!(await areInForce(userId, input))) return { ok: false, reason: "texts_changed" };
  const problem = await passwordProblem(input.password, knownWords(found.waiting));
  if (problem) return { ok: false, reason: "password", problem };

  const passwordHash = await hashPassword(input.password);
  const { remoteAddress } = origin;
  const isMine = await db().$transaction(async (tx) => {
    await lockPerson(userId, tx);
    // Of two at the same time, one finds the link used.
    if (!(await takeLink(link.tokenHash, tx))) return false;
    const [user] = await tx.user.updateManyAndReturn({
      where: { id: userId, state: "INVITED" },
      data: { state: "ACTIVE", passwordHash },
      select: { organizationId: true, partnerId: true },
    });
    if (!user) return false;
    await voidLinks(userId, tx);
    await acceptTexts(userId, [input.termsId, input.privacyId], remoteAddress, tx);
    const whom = { actorId: userId, subjectId: userId, ...user, remoteAddress };
    await recordAudit({ action: "account.activated", ...whom, facts: { method: "password" } }, tx);
    return true;
  });
  if (!isMine) return { ok: false, reason: "link_over" };
  log.info({ userId }, "account.activated");
  const first = { userId, method: "activation", persistent: false, returnTo: "", origin } as const;
  return { ok: true, ...(await passFirstFactor(first)) };
}
