import { devicePasswordPlace } from "../bridge/policy";
import { needsResealing, seal, unseal } from "../crypto";
import { db, pool } from "../db";
import { INVITATION_JOB, INVITATION_PLACE } from "../invitations";
import { MAIL_JOB, MAIL_PLACE } from "../mail";
import { RECOVERY_JOB, RECOVERY_PLACE } from "../recovery";
import { guestPinPlace, hostPinPlace } from "../rooms";
import { spKeyPlace } from "../saml";
import { totpSeedPlace } from "../second-factor";

/** Rows read at a time. */
const BATCH = 500;

const renew = (sealed: string | null, place: string) =>
  sealed && needsResealing(sealed) ? seal(unseal(sealed, place), place) : undefined;

/**
 * Seals everything that an older key sealed with the active one, so that the older key can be taken off the ring. Rows
 * that change meanwhile are left: they are sealed with the active key already. Safe to repeat.
 * @returns how many secrets were sealed anew
 */
export async function resealAll(): Promise<number> {
  let renewed = 0;
  for (let after = ""; ; ) {
    const rooms = await db().room.findMany({
      where: after ? { id: { gt: after } } : {},
      select: { id: true, hostPinSealed: true, guestPinSealed: true },
      orderBy: { id: "asc" },
      take: BATCH,
    });
    for (const { id, hostPinSealed, guestPinSealed } of rooms) {
      const host = renew(hostPinSealed, hostPinPlace(id));
      const guest = renew(guestPinSealed, guestPinPlace(id));
      if (!host && !guest) continue;
      const data = { hostPinSealed: host, guestPinSealed: guest };
      const { count } = await db().room.updateMany({ where: { id, hostPinSealed, guestPinSealed }, data });
      if (count > 0) renewed += Number(Boolean(host)) + Number(Boolean(guest));
    }
    if (rooms.length < BATCH) break;
    after = rooms.at(-1)?.id ?? "";
  }
  for (const { id, passwordSealed } of await db().device.findMany({
    select: { id: true, passwordSealed: true },
  })) {
    const sealed = renew(passwordSealed, devicePasswordPlace(id));
    if (!sealed) continue;
    const { count } = await db().device.updateMany({
      where: { id, passwordSealed },
      data: { passwordSealed: sealed },
    });
    renewed += count;
  }
  return renewed + (await resealSeeds()) + (await resealSpKeys()) + (await resealJobs());
}

/**
 * The seeds of second factors, and those that wait for their first code in a session. At a sign-in they wait for minutes
 * only, and are left.
 */
async function resealSeeds(): Promise<number> {
  let renewed = 0;
  for (const { userId, seedSealed } of await db().totpFactor.findMany()) {
    const sealed = renew(seedSealed, totpSeedPlace(userId));
    if (!sealed) continue;
    const where = { userId, seedSealed };
    renewed += (await db().totpFactor.updateMany({ where, data: { seedSealed: sealed } })).count;
  }
  const waiting = await db().session.findMany({
    where: { seedSealed: { not: null } },
    select: { id: true, userId: true, seedSealed: true },
  });
  for (const { id, userId, seedSealed } of waiting) {
    const sealed = renew(seedSealed, totpSeedPlace(userId));
    if (!sealed) continue;
    const where = { id, seedSealed };
    renewed += (await db().session.updateMany({ where, data: { seedSealed: sealed } })).count;
  }
  return renewed;
}

/** Jobs whose payload is sealed, and where for. */
const sealedJobs: Record<string, string> = {
  [MAIL_JOB]: MAIL_PLACE,
  [RECOVERY_JOB]: RECOVERY_PLACE,
  [INVITATION_JOB]: INVITATION_PLACE,
};

/** What waits in the queue: a mail can wait for hours while the mail server is away. */
async function resealJobs(): Promise<number> {
  let renewed = 0;
  const { rows } = await pool().query<{ id: string; task: string; sealed: string }>(
    `SELECT j.id, t.identifier AS task, j.payload->>'sealed' AS sealed
     FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
     WHERE t.identifier = ANY($1)`,
    [Object.keys(sealedJobs)],
  );
  for (const { id, task, sealed } of rows) {
    const fresh = renew(sealed, sealedJobs[task] ?? "");
    if (!fresh) continue;
    const { rowCount } = await pool().query(
      `UPDATE graphile_worker._private_jobs SET payload = $3 WHERE id = $1 AND payload->>'sealed' = $2`,
      [id, sealed, JSON.stringify({ sealed: fresh })],
    );
    renewed += rowCount ?? 0;
  }
  return renewed;
}

/** The private keys of organizations as service providers. */
async function resealSpKeys(): Promise<number> {
  let renewed = 0;
  const rows = await db().organizationSso.findMany({ select: { organizationId: true, spKeySealed: true } });
  for (const { organizationId, spKeySealed } of rows) {
    const sealed = renew(spKeySealed, spKeyPlace(organizationId));
    if (!sealed) continue;
    const where = { organizationId, spKeySealed };
    renewed += (await db().organizationSso.updateMany({ where, data: { spKeySealed: sealed } })).count;
  }
  return renewed;
}
