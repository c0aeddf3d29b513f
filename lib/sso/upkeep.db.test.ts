import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unseal } from "../crypto";
import { db, pool } from "../db";
import { MAIL_PLACE } from "../mail";
import { buildUser } from "../testing/factories";
import { Day } from "../time";
import {
  buildAdmin,
  buildProvider,
  changesOf,
  metadataXml,
  newCertificate,
  publishMetadata,
  ssoOf,
} from "./testing";
import { refreshMetadata, warnOfCertificates } from "./upkeep";

let metadata: Awaited<ReturnType<typeof publishMetadata>>;
let certificate: string;
let next: string;
beforeAll(async () => {
  metadata = await publishMetadata();
  [certificate, next] = await Promise.all([newCertificate(), newCertificate({ until: 700 })]);
});
afterAll(() => metadata.stop());

describe("the daily upkeep", () => {
  it("follows new certificates at the address, keeps the old to their end, and takes nothing else", async () => {
    const { organizationId } = await buildAdmin();
    const ending = await newCertificate({ until: 10 });
    await buildProvider(organizationId, {
      metadataUrl: metadata.address,
      certificates: [ending, certificate],
      testedAt: new Date(),
    });
    metadata.answer = metadataXml({
      ssoUrl: "https://elsewhere.example/",
      certificates: [certificate, next],
    });
    await refreshMetadata();
    expect(await ssoOf(organizationId)).toMatchObject({
      certificates: [certificate, next, ending],
      ssoUrl: "https://idp.example/sso",
      testedAt: expect.any(Date),
    });
    await refreshMetadata();
    expect(await changesOf(organizationId)).toEqual(["sso.changed certificates"]);
    await refreshMetadata(new Date(Date.now() + 11 * Day.ms));
    expect((await ssoOf(organizationId)).certificates).toEqual([certificate, next]);

    const before = await ssoOf(organizationId);
    for (const bad of [
      metadataXml({ entityId: "https://evil.example/", certificates: [ending] }),
      metadataXml({ certificates: [] }),
      "<!DOCTYPE x><x/>",
      "",
    ]) {
      metadata.answer = bad;
      await refreshMetadata();
      expect(await ssoOf(organizationId)).toEqual(before);
    }
    await db().organizationSso.deleteMany();
  });

  it("warns the admins 30, 7 and 1 days ahead, once each, and anew after a renewal", async () => {
    const { user, organizationId } = await buildAdmin();
    await buildUser({ organizationId, role: "ORG_ADMIN", state: "SUSPENDED" });
    await buildUser({ organizationId });
    const second = await buildUser({ organizationId, role: "ORG_ADMIN" });
    const short = await newCertificate({ until: 3 });
    const long = await newCertificate({ until: 40 });
    await buildProvider(organizationId, { certificates: [short, long], isEnabled: true });
    const queued = async () => {
      const { rows } = await pool().query<{ payload: { sealed: string } }>(
        `SELECT payload FROM graphile_worker._private_jobs ORDER BY id`,
      );
      return rows.map(({ payload }) => JSON.parse(unseal(payload.sealed, MAIL_PLACE)));
    };
    const mails = async () => (await queued()).length;
    const before = await mails();
    const sent: number[] = [];
    const inDays = async (days: number) => {
      const at = Date.now() + days * Day.ms;
      await Promise.all([warnOfCertificates(at), warnOfCertificates(at)]);
      sent.push((await mails()) - before);
    };
    for (const days of [0, 9, 10, 11, 33, 33.5, 38.5, 39, 41]) await inDays(days);
    expect(sent).toEqual([0, 0, 2, 2, 4, 4, 4, 6, 6]);
    expect((await ssoOf(organizationId)).warnedDays).toBe(1);
    // Renewed, and then near its end again.
    const renewed = await newCertificate({ until: 400 });
    await db().organizationSso.update({ where: { organizationId }, data: { certificates: [renewed] } });
    await warnOfCertificates();
    expect((await ssoOf(organizationId)).warnedDays).toBeNull();
    await warnOfCertificates(Date.now() + 395 * Day.ms);
    expect((await mails()) - before).toBe(8);
    const [first] = (await queued()).slice(before);
    expect(first).toMatchObject({ template: "certificateExpires", path: "/admin/sso", facts: { days: 30 } });
    const recipients = new Set((await queued()).slice(before).map((mail) => mail.userId));
    expect([...recipients].sort()).toEqual([user.id, second.id].sort());
  });
});
