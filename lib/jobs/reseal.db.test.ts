import { expect, it } from "vitest";
import { createSession } from "../auth";
import { needsResealing, seal, unseal } from "../crypto";
import { db, pool } from "../db";
import { env } from "../env";
import { MAIL_PLACE, mailLater } from "../mail";
import { RECOVERY_PLACE, requestRecovery } from "../recovery";
import { hostPinPlace, pinsOf } from "../rooms";
import { spKeyPlace } from "../saml/sp-key";
import { totpSeedPlace } from "../second-factor";
import { buildProvider } from "../sso/testing";
import { buildRoom } from "../testing/factories";
import { resealAll } from "./reseal";

it("seals with the active key what an older key sealed, and leaves the rest", async () => {
  const active = env().SECRET_KEYS[0];
  const older = { id: "older", key: Buffer.alloc(32, 9) };
  env().SECRET_KEYS.push(older);
  const fresh = await buildRoom({ hostPin: "482913" });
  const stale = await buildRoom();
  const hostPinSealed = seal("739164", hostPinPlace(stale.id), [older]);
  await db().room.update({ where: { id: stale.id }, data: { hostPinSealed } });

  const seedSealed = seal("JBSWY3DPEHPK3PXP", totpSeedPlace(stale.ownerId), [older]);
  await db().totpFactor.create({ data: { userId: stale.ownerId, seedSealed } });

  // One that waits for its first code in a session.
  const how = { method: "password", persistent: true, remoteAddress: null, userAgent: null } as const;
  await createSession(stale.ownerId, how);
  await db().session.updateMany({ where: { userId: stale.ownerId }, data: { seedSealed } });

  const { organizationId } = stale;
  await buildProvider(organizationId, {
    spKeySealed: seal("a private key", spKeyPlace(organizationId), [older]),
  });

  expect(await resealAll()).toBe(4);
  const session = await db().session.findFirstOrThrow({ where: { userId: stale.ownerId } });
  expect(needsResealing(session.seedSealed ?? "", active ? [active] : [])).toBe(false);
  const { spKeySealed } = await db().organizationSso.findUniqueOrThrow({ where: { organizationId } });
  expect(unseal(spKeySealed, spKeyPlace(organizationId), active ? [active] : [])).toBe("a private key");
  const factor = await db().totpFactor.findUniqueOrThrow({ where: { userId: stale.ownerId } });
  expect(unseal(factor.seedSealed, totpSeedPlace(stale.ownerId), active ? [active] : [])).toBe(
    "JBSWY3DPEHPK3PXP",
  );
  expect(await resealAll()).toBe(0);
  const rows = await db().room.findMany({
    where: { id: { in: [fresh.id, stale.id] } },
    orderBy: { createdAt: "asc" },
  });
  expect(rows.map((row) => pinsOf(row).host)).toEqual(["482913", "739164"]);
  expect(
    rows.some((row) => row.hostPinSealed && needsResealing(row.hostPinSealed, active ? [active] : [])),
  ).toBe(false);
});

it("seals anew what waits in the queue", async () => {
  const active = env().SECRET_KEYS.slice(0, 1);
  const older = { id: "older", key: Buffer.alloc(32, 9) };
  env().SECRET_KEYS = [older];
  await mailLater({ template: "passwordChanged", userId: "00000000-0000-7000-8000-000000000001" });
  await requestRecovery({ address: "ann@acme.example", locale: "en", remoteAddress: null });
  env().SECRET_KEYS = [...active, older];
  await mailLater({ template: "passwordChanged", userId: "00000000-0000-7000-8000-000000000002" });

  expect(await resealAll()).toBe(2);
  const { rows } = await pool().query<{ sealed: string }>(
    `SELECT payload->>'sealed' AS sealed FROM graphile_worker._private_jobs ORDER BY id`,
  );
  const places = [MAIL_PLACE, RECOVERY_PLACE, MAIL_PLACE];
  const said = rows.map(({ sealed }, index) => JSON.parse(unseal(sealed, places[index] ?? "", active)));
  expect(said).toMatchObject([
    { template: "passwordChanged", userId: "00000000-0000-7000-8000-000000000001" },
    { address: "ann@acme.example" },
    { template: "passwordChanged" },
  ]);
  expect(await resealAll()).toBe(0);
});
