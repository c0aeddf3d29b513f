import type { Pending, Viewer } from "../auth";
import { db } from "../db";
import { Minute } from "../time";

/** A challenge to somebody who is signed in counts for so long, in milliseconds; one of a sign-in, as long as that. */
const LIFETIME_MS = 5 * Minute.ms;

/** Where a challenge belongs: to a sign-in that waits, or to the session of somebody who is signed in. No other takes it. */
export type ChallengeHome =
  | { pending: Pending; viewer?: undefined }
  | { viewer: Viewer; pending?: undefined };

export const userIn = ({ pending, viewer }: ChallengeHome): string =>
  pending?.userId ?? viewer?.actor.userId ?? "";

/** Notes what a passkey has to sign. The one before counts no more. */
export async function putChallenge({ pending, viewer }: ChallengeHome, challenge: string): Promise<void> {
  if (pending) {
    const where = { tokenHash: pending.tokenHash };
    await db().pendingSignIn.updateMany({ where, data: { webauthnChallenge: challenge } });
    return;
  }
  const webauthnExpiresAt = new Date(Date.now() + LIFETIME_MS);
  const data = { webauthnChallenge: challenge, webauthnExpiresAt };
  await db().session.updateMany({ where: { id: viewer.sessionId }, data });
}

/** Takes the challenge, in one statement: of many answers to it one is looked at. Null when there is none (any more). */
export async function takeChallenge({ pending, viewer }: ChallengeHome): Promise<string | null> {
  const [taken] = pending
    ? await db().$queryRaw<{ challenge: string }[]>`
        WITH old AS (SELECT "tokenHash", "webauthnChallenge" FROM "PendingSignIn"
                     WHERE "tokenHash" = ${pending.tokenHash} AND "webauthnChallenge" IS NOT NULL FOR UPDATE)
        UPDATE "PendingSignIn" p SET "webauthnChallenge" = NULL FROM old WHERE p."tokenHash" = old."tokenHash"
        RETURNING old."webauthnChallenge" AS challenge`
    : await db().$queryRaw<{ challenge: string }[]>`
        WITH old AS (SELECT "id", "webauthnChallenge" FROM "Session"
                     WHERE "id" = ${viewer.sessionId}::uuid AND "webauthnChallenge" IS NOT NULL
                       AND "webauthnExpiresAt" > now() FOR UPDATE)
        UPDATE "Session" s SET "webauthnChallenge" = NULL FROM old WHERE s."id" = old."id"
        RETURNING old."webauthnChallenge" AS challenge`;
  return taken?.challenge ?? null;
}
