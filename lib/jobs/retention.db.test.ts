import { expect, it } from "vitest";
import { db } from "../db";
import { buildRoom } from "../testing/factories";
import { purgeConferences } from "./retention";

it("deletes what ended more than 24 months ago, and nothing else", async () => {
  const { id: roomId } = await buildRoom();
  const monthsAgo = (months: number) => new Date(Date.now() - months * 30.5 * 24 * 3600 * 1000);
  for (const months of [1, 23, 25, 40]) {
    await db().conference.create({
      data: { roomId, startedAt: monthsAgo(months), endedAt: monthsAgo(months) },
    });
  }
  await db().conference.create({ data: { roomId, startedAt: monthsAgo(40) } });
  expect(await purgeConferences()).toBe(2);
  expect(await db().conference.count({ where: { roomId } })).toBe(3);
});
