import { expect, it } from "vitest";
import { db } from "../db";
import { buildOrganization, buildPartner, buildUser } from "../testing/factories";
import type { Actor } from "./actor";
import { canOnPerson, visiblePeople } from "./index";

it("lists exactly the people that the policy lets an actor read", async () => {
  const nordic = await buildPartner();
  const pacific = await buildPartner();
  for (const { id: partnerId } of [nordic, pacific]) {
    const { id: organizationId } = await buildOrganization({ partnerId });
    await buildUser({ organizationId });
    await buildUser({ organizationId, role: "ORG_ADMIN" });
    await buildUser({ organizationId, state: "SUSPENDED" });
    await buildUser({ partnerId, role: "PARTNER_AGENT" });
    await buildUser({ partnerId, role: "PARTNER_ADMIN" });
  }
  await buildUser({ role: "OPERATOR" });
  const actors: Record<string, Actor> = {
    partner: { kind: "partner", userId: "p", partnerId: nordic.id, canManage: true },
    otherPartner: { kind: "partner", userId: "q", partnerId: pacific.id, canManage: true },
    agent: { kind: "partner", userId: "g", partnerId: nordic.id, canManage: false },
    operator: { kind: "operator", userId: "o" },
    admin: { kind: "org_admin", userId: "a", organizationId: "acme" },
    user: { kind: "user", userId: "u", organizationId: "acme" },
    job: { kind: "system", job: "any" },
  };
  const everybody = await db().user.findMany({ include: { organization: true } });
  const counts: Record<string, number> = {};
  for (const [name, actor] of Object.entries(actors)) {
    const listed = await db().user.findMany({ where: visiblePeople(actor), select: { id: true } });
    const readable = everybody.filter(({ role, partnerId, organization }) =>
      canOnPerson(actor, "person.read", { role, partnerId: organization?.partnerId ?? partnerId }),
    );
    expect(listed.map(({ id }) => id).sort(), name).toEqual(readable.map(({ id }) => id).sort());
    counts[name] = listed.length;
  }
  expect(counts).toMatchObject({ partner: 4, otherPartner: 4, agent: 0, admin: 0, user: 0, job: 0 });
  expect(counts.operator).toBeGreaterThanOrEqual(10);
});
