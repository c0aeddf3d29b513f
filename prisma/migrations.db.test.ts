import { expect, it } from "vitest";
import { db } from "../lib/db";
import { buildOrganization, buildRoom, buildUser } from "../lib/testing/factories";
import { runScript } from "../scripts/processes";

it("says in the schema what the migrations make", async () => {
  const { DATABASE_URL = "" } = process.env;
  const difference = [
    "migrate",
    "diff",
    "--from-migrations",
    "prisma/migrations",
    "--to-schema",
    "prisma/schema.prisma",
  ];
  // Exit code 2 means that they differ.
  await runScript("scripts/prisma.mjs", [...difference, "--exit-code"], { DATABASE_URL });
}, 60_000);

it("keeps in the database what the schema language cannot say", async () => {
  const organization = await buildOrganization();
  await expect(buildUser({ organizationId: organization.id, role: "OPERATOR" })).rejects.toThrow();
  await expect(buildUser({ email: "Upper@mail.example" })).rejects.toThrow();
  const room = await buildRoom();
  await expect(db().room.update({ where: { id: room.id }, data: { guestPinSealed: "x" } })).rejects.toThrow();
  await db().conference.create({ data: { roomId: room.id, startedAt: new Date() } });
  await expect(
    db().conference.create({ data: { roomId: room.id, startedAt: new Date() } }),
  ).rejects.toThrow();
});
