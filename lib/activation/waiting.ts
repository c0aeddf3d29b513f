import { countTry, signsInByPassword } from "../auth";
import { db } from "../db";
import { findLink, lockPerson } from "../links";
import { sendActivation } from "./invite";

/** Somebody who has opened an activation link that works. */
export type Waiting = {
  userId: string;
  displayName: string;
  email: string;
  videoAddress: string | null;
  organizationName: string | null;
  partnerName: string | null;
  /** False: the organization asks for single sign-on instead, and the account opens with the first one. */
  mayHavePassword: boolean;
};

/** What is behind an activation link: an account that waits, or why there is none. */
export type Found =
  | { state: "open"; waiting: Waiting }
  // `isInvited`: the account still waits, so a new link can be sent.
  | { state: "over"; isInvited: boolean; isActive: boolean };

/** Looks an activation link up by its token. */
export async function findActivation(token: string | undefined): Promise<Found> {
  const link = await findLink(token, "activate");
  const user = link && (await personOf(link.userId));
  if (!user || !link.isOpen || user.state !== "INVITED")
    return { state: "over", isInvited: user?.state === "INVITED", isActive: user?.state === "ACTIVE" };
  const { id: userId, displayName, email, videoAddress, organization } = user;
  return {
    state: "open",
    waiting: {
      userId,
      displayName,
      email,
      videoAddress,
      organizationName: organization?.name ?? null,
      partnerName: (organization?.partner ?? user.partner)?.name ?? null,
      mayHavePassword: signsInByPassword(user),
    },
  };
}

const personOf = (id: string) =>
  db().user.findUnique({
    where: { id },
    include: {
      partner: { select: { name: true } },
      organization: {
        select: {
          name: true,
          requiresSso: true,
          breakGlassUserId: true,
          partner: { select: { name: true } },
        },
      },
    },
  });

/** Whose activation waits behind a token; null for none. For pages that show what applies to that person. */
export async function waitingUserId(token: string | undefined): Promise<string | null> {
  const found = await findActivation(token);
  return found.state === "open" ? found.waiting.userId : null;
}

/**
 * Sends a new link to whom an older one belonged, if that account still waits. It goes to the same address as before, so
 * whoever holds the old link learns nothing.
 * @returns false when too many were asked for
 */
export async function askForNewLink(
  token: string | undefined,
  remoteAddress: string | null,
  locale: string,
): Promise<boolean> {
  const link = await findLink(token, "activate");
  if (!link) return true;
  const tries = [
    await countTry("mailAddress", remoteAddress ?? "unknown"),
    await countTry("mailAccount", link.userId),
  ];
  if (tries.some((tried) => !tried.allowed)) return false;
  await db().$transaction(async (tx) => {
    await lockPerson(link.userId, tx);
    const user = await tx.user.findUnique({ where: { id: link.userId } });
    if (user?.state === "INVITED") await sendActivation(link.userId, tx, locale);
  });
  return true;
}
