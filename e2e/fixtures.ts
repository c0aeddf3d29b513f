import { test as base, type Page } from "playwright/test";
import { createSession, hashPassword } from "../lib/auth";
import { seal } from "../lib/crypto";
import { db } from "../lib/db";
import type { Prisma } from "../lib/generated/prisma/client";
import { makeInvitation } from "../lib/invitations";
import { totpSeedPlace } from "../lib/second-factor";
import { newSeed } from "../lib/second-factor/totp";
import { actorOf, buildOrganization, buildPartner, buildRoom, buildUser } from "../lib/testing/factories";
import { Day } from "../lib/time";

export { expect } from "playwright/test";
export { buildOrganization, buildPartner, buildRoom, buildUser };

export const PASSWORD = "correct horse battery staple";

type User = Awaited<ReturnType<typeof buildUser>>;

/** A person with a password, for the sign-in form. */
export const buildPersonWithPassword = async (
  over: Partial<Prisma.UserUncheckedCreateInput> = {},
): Promise<User> => buildUser({ ...over, passwordHash: await hashPassword(PASSWORD) });

/** Gives somebody an authenticator app, and returns its seed. */
export async function giveApp(userId: string): Promise<string> {
  const seed = newSeed();
  await db().totpFactor.create({ data: { userId, seedSealed: seal(seed, totpSeedPlace(userId)) } });
  return seed;
}

/** Signs a browser in by a session row. The sign-in form has its own spec; every other begins here. */
export async function signInAs(
  page: Page,
  user: { id: string },
  origin = process.env.PUBLIC_URL ?? "",
): Promise<void> {
  const how = { method: "password", persistent: false, remoteAddress: null, userAgent: null } as const;
  const { name, value } = await createSession(user.id, how);
  await page.context().addCookies([{ name, value, url: origin, httpOnly: true, sameSite: "Lax" }]);
}

/** A meeting tomorrow to which one person is invited. */
export const buildInvitation = (alias: string, owner: User): Promise<{ id: string }> =>
  makeInvitation(
    actorOf(owner),
    {
      room: alias,
      title: "Budget",
      startsAt: new Date(Date.now() + Day.ms),
      durationMinutes: 60,
      timeZone: "Europe/Oslo",
      note: "Bring the figures.",
      includesGuestPin: false,
      guests: [{ email: "ann@mail.example", name: "Ann", locale: "en" }],
    },
    null,
  );

type Fixtures = {
  /** A signed-in host with a room that has the host PIN 482913. */
  host: { user: User; room: Awaited<ReturnType<typeof buildRoom>> };
};

export const test = base.extend<Fixtures>({
  host: async ({ page }, use) => {
    const user = await buildUser({ displayName: "Hana Host" });
    const room = await buildRoom({ ownerId: user.id, name: "Hana's room", hostPin: "482913" });
    await signInAs(page, user);
    await use({ user, room });
  },
});
