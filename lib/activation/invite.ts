import { z } from "zod";
import { recordAudit } from "../audit";
import { personAddress } from "../auth/input";
import { db, violatedIndex } from "../db";
import { AppError } from "../errors";
import type { Prisma } from "../generated/prisma/client";
import { Role } from "../generated/prisma/enums";
import { locales } from "../i18n";
import { lockPerson, makeLink } from "../links";
import { log } from "../log";
import { mailLater } from "../mail";

/** Somebody to be invited. `organization` and `partner` are slugs. */
export const newInvitation = z
  .object({
    email: personAddress,
    name: z.string().trim().min(1).max(200),
    role: z.enum(Role).default("USER"),
    organization: z.string().optional(),
    partner: z.string().optional(),
    video: personAddress.optional(),
    locale: z.enum(locales).optional(),
  })
  .refine(
    ({ role, organization, partner }) =>
      role === "OPERATOR"
        ? !organization && !partner
        : role.startsWith("PARTNER")
          ? partner && !organization
          : organization && !partner,
    "users and administrators have an organization, agents and partner administrators a partner, operators neither",
  );
export type NewInvitation = z.output<typeof newInvitation>;

/** Queues the activation mail with a new link; older links work no more. @param tx has the person locked */
export async function sendActivation(
  userId: string,
  tx: Prisma.TransactionClient,
  locale?: string,
): Promise<void> {
  await mailLater({ template: "activate", userId, locale, ...(await makeLink(userId, "activate", tx)) }, tx);
}

/**
 * Makes an account that its owner activates by a mailed link. Who may invite is decided by the caller.
 * @param actorId who invites; null for the command line
 * @throws {AppError} `conflict` for an address that is taken, `not_found` for an unknown organization or partner
 */
export async function inviteUser(input: NewInvitation, actorId: string | null): Promise<{ id: string }> {
  const { name: displayName, email, role, video, locale, ...place } = input;
  const [organization, partner] = await Promise.all([
    place.organization ? db().organization.findUnique({ where: { slug: place.organization } }) : null,
    place.partner ? db().partner.findUnique({ where: { slug: place.partner } }) : null,
  ]);
  if (place.organization && !organization) throw new AppError("not_found", "no such organization");
  if (place.partner && !partner) throw new AppError("not_found", "no such partner");
  const whom = { organizationId: organization?.id ?? null, partnerId: partner?.id ?? null };
  try {
    const { id } = await db().$transaction(async (tx) => {
      const user = await tx.user.create({
        data: { ...whom, email, displayName, role, locale, videoAddress: video ?? null, state: "INVITED" },
        select: { id: true },
      });
      await sendActivation(user.id, tx);
      await recordAudit(
        { action: "account.invited", actorId, subjectId: user.id, ...whom, facts: { role } },
        tx,
      );
      return user;
    });
    log.info({ userId: id, actorId }, "account.invited");
    return { id };
  } catch (error) {
    const index = violatedIndex(error);
    if (index) throw new AppError("conflict", `already taken (${index})`);
    throw error;
  }
}

/**
 * Sends an invited person a new link.
 * @throws {AppError} `not_found` when nobody of that address waits for activation
 */
export async function inviteAgain(email: string, actorId: string | null): Promise<void> {
  const user = await db().user.findUnique({ where: { email, state: "INVITED" } });
  if (!user) throw new AppError("not_found", "nobody of that address waits for activation");
  const { id, organizationId, partnerId, role } = user;
  await db().$transaction(async (tx) => {
    await lockPerson(id, tx);
    await sendActivation(id, tx);
    const whom = { actorId, subjectId: id, organizationId, partnerId };
    await recordAudit({ action: "account.invited", ...whom, facts: { role, again: true } }, tx);
  });
}
