import { describe, expect, it } from "vitest";
import { unseal } from "../crypto";
import { db, pool } from "../db";
import type { Letter } from "../mail/transport";
import { actorOf, buildRoom, buildUser } from "../testing/factories";
import { waitingJobs } from "../testing/queue";
import { Day, Hour } from "../time";
import { deliverInvitation } from "./deliver";
import {
  calendarOf,
  cancelInvitation,
  changeInvitation,
  getInvitation,
  INVITATION_JOB,
  INVITATION_PLACE,
  invitationHtml,
  invitationText,
  invitationWords,
  listInvitations,
  makeInvitation,
  roomChoices,
  sendInvitation,
} from "./index";
import type { InvitationInput } from "./input";
import type { QueuedInvitation } from "./queue";

const HOST_PIN = "482913";
const GUEST_PIN = "135790";

async function scene() {
  const owner = await buildUser({ displayName: "Hana Host" });
  const coHost = await buildUser({ organizationId: owner.organizationId ?? "" });
  const room = await buildRoom({
    ownerId: owner.id,
    coHostIds: [coHost.id],
    hostPin: HOST_PIN,
    guestPin: GUEST_PIN,
  });
  const tag = room.id.slice(0, 8);
  const ann = { email: `ann.${tag}@mail.example`, name: "Ann", locale: "en" } as const;
  const taro = { email: `taro.${tag}@mail.example`, name: "太郎", locale: "ja" } as const;
  const input: InvitationInput = {
    room: room.alias,
    title: "Budget",
    startsAt: new Date(Date.now() + Day.ms),
    durationMinutes: 60,
    timeZone: "Europe/Oslo",
    note: "",
    includesGuestPin: false,
    guests: [ann, taro],
  };
  const make = (over: Partial<InvitationInput> = {}) =>
    makeInvitation(actorOf(owner), { ...input, ...over }, "192.0.2.1");
  /** What waits in the queue for this scene's guests, oldest first. */
  const jobs = async () =>
    (await waitingJobs(INVITATION_JOB))
      .map((job) => ({ job, mail: JSON.parse(unseal(job.sealed, INVITATION_PLACE)) as QueuedInvitation }))
      .filter(({ mail }) => mail.to.address.includes(tag));
  return { owner, coHost, room, ann, taro, input, make, jobs };
}

describe("an invitation", () => {
  it("never tells the host PIN, and the guest PIN only if that was chosen", async () => {
    const { owner, make, jobs } = await scene();
    for (const includesGuestPin of [false, true]) {
      const { id } = await make({ includesGuestPin });
      await sendInvitation(actorOf(owner), id, null);
      const { view, facts } = await getInvitation(actorOf(owner), id);
      const words = invitationWords(facts, "en", "invited");
      const shown = [
        JSON.stringify(view),
        JSON.stringify(facts),
        invitationText(words),
        invitationHtml(words),
        calendarOf(facts, "en", "PUBLISH"),
        ...(await jobs()).slice(-2).map(({ mail }) => JSON.stringify(mail)),
      ];
      for (const output of shown) {
        expect(output).not.toContain(HOST_PIN);
        if (!includesGuestPin) expect(output).not.toContain(GUEST_PIN);
      }
      expect(invitationText(words).includes(GUEST_PIN)).toBe(includesGuestPin);
    }
  });

  it("is for those who may invite to its room; to others it is not there", async () => {
    const { owner, coHost, make, input } = await scene();
    const { id } = await make();
    expect((await getInvitation(actorOf(coHost), id)).view.title).toBe("Budget");
    const organizationId = owner.organizationId ?? "";
    const admin = await buildUser({ organizationId, role: "ORG_ADMIN" });
    for (const other of [admin, await buildUser({ organizationId }), await buildUser()]) {
      const actor = actorOf(other);
      for (const attempt of [
        () => getInvitation(actor, id),
        () => sendInvitation(actor, id, null),
        () => cancelInvitation(actor, id, null),
        () => changeInvitation(actor, { id, sequence: 0, input }, null),
      ])
        await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
      await expect(makeInvitation(actor, input, null)).rejects.toMatchObject({
        code: other === admin ? "forbidden" : "not_found",
      });
      expect((await listInvitations(actor, { show: "upcoming", after: undefined })).invitations).toEqual([]);
      expect(await roomChoices(actor)).toEqual([]);
    }
  });

  it("is not made for a closed room", async () => {
    const { room, make } = await scene();
    await db().room.update({ where: { id: room.id }, data: { closedAt: new Date() } });
    await expect(make()).rejects.toMatchObject({ code: "conflict" });
  });

  it("stands in the list of what is to come, and then of what is over, page by page", async () => {
    const { owner, make } = await scene();
    const actor = actorOf(owner);
    for (let i = 0; i < 53; i++)
      await make({ title: `M${i}`, startsAt: new Date(Date.now() + Day.ms + (i % 7) * Hour.ms) });
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listInvitations(actor, { show: "upcoming", after });
      seen.push(...page.invitations.map(({ startsAt, id }) => `${startsAt} ${id}`));
      after = page.next ?? undefined;
    } while (after);
    expect(seen).toHaveLength(53);
    expect(seen).toEqual([...new Set(seen)].sort());
    expect((await listInvitations(actor, { show: "upcoming", after: "nonsense" })).invitations).toHaveLength(
      50,
    );
    await db().invitation.updateMany({ where: { createdById: owner.id }, data: { endsAt: new Date(0) } });
    expect((await listInvitations(actor, { show: "past", after: undefined })).invitations).toHaveLength(50);
  });
});

describe("mails to guests", () => {
  it("go to each once, in the guest's language, sealed in the queue", async () => {
    const { owner, make, jobs, ann, taro } = await scene();
    const { id } = await make({ title: "Planted" });
    expect(await sendInvitation(actorOf(owner), id, null)).toEqual({ queued: 2, held: 0 });
    expect(await sendInvitation(actorOf(owner), id, null)).toEqual({ queued: 0, held: 0 });
    const { rows } = await pool().query(`SELECT j::text AS text FROM graphile_worker._private_jobs j`);
    expect(JSON.stringify(rows)).not.toMatch(/Planted|mail\.example/);
    const letters: Letter[] = [];
    for (const { job } of await jobs())
      await deliverInvitation(job, async (letter) => {
        letters.push(letter);
        return letter.to.address === ann.email ? { ok: true } : { ok: false, responseCode: 550 };
      });
    expect(letters.map(({ to, subject }) => [to.address, subject])).toEqual([
      [ann.email, "Invitation: Planted"],
      [taro.email, "ご招待：Planted"],
    ]);
    expect(letters[0]?.replyTo).toEqual({ name: "Hana Host", address: owner.email });
    expect(letters[0]?.calendar?.method).toBe("REQUEST");
    expect(letters[0]?.messageId).toMatch(/^[\w-]{22}@localhost$/);
    // Those whose mail was turned away can be tried again.
    const { view } = await getInvitation(actorOf(owner), id);
    expect(view.guests.map(({ mail }) => mail)).toEqual(["sent", "refused"]);
    expect(await sendInvitation(actorOf(owner), id, null)).toEqual({ queued: 1, held: 0 });
  });

  it("tell of a change with the same UID and a higher sequence, and those who were taken off the list at once", async () => {
    const { owner, make, jobs, input, ann } = await scene();
    const { id } = await make();
    await sendInvitation(actorOf(owner), id, null);
    const ben = { email: ann.email.replace("ann", "ben"), name: "Ben", locale: "en" } as const;
    const changed = { ...input, title: "Budget, later", guests: [ann, ben] };
    await changeInvitation(actorOf(owner), { id, sequence: 0, input: changed }, null);
    await expect(
      changeInvitation(actorOf(owner), { id, sequence: 0, input: changed }, null),
    ).rejects.toMatchObject({ code: "conflict" });
    await sendInvitation(actorOf(owner), id, null);
    await cancelInvitation(actorOf(owner), id, null);
    await expect(sendInvitation(actorOf(owner), id, null)).rejects.toMatchObject({ code: "conflict" });
    const mails = (await jobs()).map(({ mail }) => mail);
    expect(mails.map(({ to, sequence, calendar }) => [to.name, sequence, calendar.method])).toEqual([
      ["Ann", 0, "REQUEST"],
      ["太郎", 0, "REQUEST"],
      ["太郎", 1, "CANCEL"],
      ["Ann", 1, "REQUEST"],
      ["Ben", 1, "REQUEST"],
      ["Ann", 2, "CANCEL"],
      ["Ben", 2, "CANCEL"],
    ]);
    expect(mails.slice(3, 5).map(({ subject }) => subject)).toEqual([
      "Changed: Budget, later",
      "Invitation: Budget, later",
    ]);
    const uids = new Set(mails.map(({ calendar }) => /UID:(\S+)/.exec(calendar.content)?.[1]));
    expect(uids.size).toBe(1);
  });

  it("are held back beyond what one person may send, and to one address", async () => {
    const { owner, make } = await scene();
    const many = (from: number) =>
      Array.from({ length: 50 }, (_, i) => ({
        email: `g${from + i}.${owner.id.slice(-6)}@mail.example`,
        name: "",
        locale: "en" as const,
      }));
    const send = async (guests: ReturnType<typeof many>) =>
      sendInvitation(actorOf(owner), (await make({ guests })).id, null);
    expect(await send(many(0))).toEqual({ queued: 50, held: 0 });
    expect(await send(many(50))).toEqual({ queued: 50, held: 0 });
    expect(await send(many(100))).toEqual({ queued: 0, held: 50 });
  });

  it("leave ids and counts in the audit, no names or addresses", async () => {
    const { owner, make } = await scene();
    const { id } = await make({ title: "Planted" });
    await sendInvitation(actorOf(owner), id, null);
    await cancelInvitation(actorOf(owner), id, null);
    const events = await db().auditEvent.findMany({ where: { actorId: owner.id }, orderBy: { id: "asc" } });
    expect(events.map(({ action }) => action)).toEqual([
      "invitation.made",
      "invitation.mailed",
      "invitation.cancelled",
    ]);
    expect(JSON.stringify(events.map(({ facts }) => facts))).not.toMatch(/Planted|mail\.example|Ann/);
  });
});
