import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { countTry } from "../auth";
import { bridgeState, checkBridge, reconcile } from "../bridge";
import { db, pool } from "../db";
import { type DemoBridge, startDemoBridge } from "../demo-bridge";
import { type BridgeDoors, openBridgeDoors } from "../testing/bridge-doors";
import { actorOf, buildRoom, buildUser } from "../testing/factories";
import { dialInput } from "./dial-input";
import { commandLive, dialOut, getLive } from "./index";
import { people } from "./people";
import { loadChanges } from "./roster";

/** The portal's own doors, a demo bridge behind them, and a room with a host PIN. */
let doors: BridgeDoors;
let bridge: DemoBridge;
let owner: Awaited<ReturnType<typeof buildUser>>;
let room: Awaited<ReturnType<typeof buildRoom>>;

beforeAll(async () => {
  doors = await openBridgeDoors();
  bridge = await startDemoBridge({
    nodes: ["10.20.0.11", "10.20.0.12"],
    policy: { url: doors.policyUrl, username: "policy", password: "policy password of the tests" },
    eventSink: {
      url: doors.eventsUrl,
      username: "events",
      password: "events password of the tests",
      bulk: true,
      bulkIntervalMs: 20,
      initialBackoffMs: 50,
      maximumBackoffMs: 200,
    },
    management: { username: "portal", password: "management password of the tests" },
    seed: 7,
  });
  process.env.BRIDGE_MANAGEMENT_URL = bridge.url;
});

afterAll(async () => {
  await bridge.stop();
  await doors.stop();
});

beforeEach(async () => {
  owner = await buildUser();
  room = await buildRoom({ ownerId: owner.id, hostPin: "482913" });
});

afterEach(() => {
  doors.isAway = false;
  bridge.faults({ managementStatus: 0, managementDelayMs: 0, dropEvents: false, refusedLegs: [] });
});

const roster = async () => {
  const { snapshot } = await getLive(actorOf(owner), room.alias);
  return { ...snapshot, people: people(snapshot.legs) };
};
const names = async (place: string) =>
  (await roster()).people
    .filter((p) => p.place === place)
    .map((p) => p.name)
    .sort();
const host = () =>
  bridge.placeCall({ alias: room.alias, displayName: "Hana Host", protocol: "SIP", pin: "482913" });
const guest = (displayName: string, more = {}) =>
  bridge.placeCall({ alias: room.alias, displayName, protocol: "WebRTC", pin: "none", ...more });
const command = (what: Parameters<typeof commandLive>[2]) => commandLive(actorOf(owner), room.alias, what);
const legsOf = async (name: string) => (await roster()).people.find((p) => p.name === name)?.legIds ?? [];
const eventually = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 5000, interval: 30 });

describe("a live meeting", () => {
  it("shows people come, wait, and go, with how they joined and whether their leg is encrypted", async () => {
    expect((await guest("Gil Guest")).outcome).toBe("waiting");
    await eventually(async () => expect(await names("lobby")).toEqual(["Gil Guest"]));
    expect((await roster()).conference).toMatchObject({ started: false });

    await host();
    await bridge.placeCall({
      alias: room.alias,
      displayName: "Telephone",
      protocol: "PSTN",
      pin: "none",
    });
    await bridge.placeCall({
      alias: room.alias,
      displayName: "Own device",
      protocol: "SIP",
      isRegistered: true,
      remoteAlias: `sip:${owner.videoAddress}`,
    });
    await eventually(async () =>
      expect(await names("meeting")).toEqual(["Gil Guest", "Hana Host", "Own device", "Telephone"]),
    );
    const seen = (await roster()).people.map(({ name, kind, onNet, encrypted, role }) => ({
      name,
      kind,
      onNet,
      encrypted,
      role,
    }));
    expect(seen.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: "Gil Guest", kind: "browser", onNet: false, encrypted: true, role: "guest" },
      { name: "Hana Host", kind: "sip_h323", onNet: false, encrypted: false, role: "host" },
      { name: "Own device", kind: "device", onNet: true, encrypted: true, role: "host" },
      { name: "Telephone", kind: "telephone", onNet: false, encrypted: false, role: "guest" },
    ]);
  });

  it("is locked: a new caller is held until admitted; unlocking lets the others in", async () => {
    await host();
    await eventually(async () => expect(await names("meeting")).toEqual(["Hana Host"]));
    await command({ command: "lock" });
    await eventually(async () => expect((await roster()).conference?.locked).toBe(true));
    expect((await guest("One")).outcome).toBe("waiting");
    expect((await guest("Two")).outcome).toBe("waiting");
    await eventually(async () => expect(await names("lobby")).toEqual(["One", "Two"]));
    await command({ command: "admit", legIds: await legsOf("One") });
    await eventually(async () => expect(await names("meeting")).toEqual(["Hana Host", "One"]));
    await command({ command: "unlock" });
    await eventually(async () => expect(await names("meeting")).toEqual(["Hana Host", "One", "Two"]));
  });

  it("ejects: the person is gone from the bridge with all legs, and no late word brings them back", async () => {
    await host();
    const called = await guest("Gil Guest");
    expect(called.legIds).toHaveLength(2);
    await eventually(async () => expect(await legsOf("Gil Guest")).toHaveLength(2));
    await command({ command: "eject", legIds: await legsOf("Gil Guest") });
    const there = bridge.state().conferences.find((c) => c.name === room.alias);
    expect(there?.participants.map((p) => p.displayName)).toEqual(["Hana Host"]);
    await eventually(async () => expect(await names("meeting")).toEqual(["Hana Host"]));
    const { rows } = await pool().query(`SELECT "leaveConfirmed" FROM "Participant" WHERE "id" = ANY($1)`, [
      called.legIds,
    ]);
    expect(rows).toEqual([{ leaveConfirmed: true }, { leaveConfirmed: true }]);
  });

  it("mutes one and all guests, and ends", async () => {
    await host();
    await guest("Gil Guest");
    await eventually(async () => expect(await names("meeting")).toHaveLength(2));
    await command({ command: "mute", legIds: await legsOf("Gil Guest") });
    await eventually(async () =>
      expect((await roster()).people.find((p) => p.name === "Gil Guest")?.muted).toBe(true),
    );
    await command({ command: "mute_guests" });
    await eventually(async () => expect((await roster()).conference?.guestsMuted).toBe(true));
    await command({ command: "end" });
    await eventually(async () => expect((await roster()).conference).toBeNull());
    expect(bridge.state().conferences.some((c) => c.name === room.alias)).toBe(false);
    await expect(command({ command: "lock" })).rejects.toMatchObject({ code: "conflict" });
  });

  it("sends people back to the lobby: locked out, without being asked for a PIN, until admitted again", async () => {
    await host();
    await guest("Browser", { isIdpAuthenticated: true });
    await bridge.placeCall({ alias: room.alias, displayName: "Telephone", protocol: "PSTN", pin: "none" });
    await guest("Stays");
    await eventually(async () => expect(await names("meeting")).toHaveLength(4));
    expect((await roster()).people.filter((p) => p.identified).map((p) => p.name)).toEqual(["Browser"]);

    const legIds = [...(await legsOf("Browser")), ...(await legsOf("Telephone"))];
    expect(await command({ command: "to_lobby", legIds })).toEqual({});
    await eventually(async () => expect(await names("lobby")).toEqual(["Browser", "Telephone"]));
    expect(await names("meeting")).toEqual(["Hana Host", "Stays"]);
    expect((await roster()).conference?.locked).toBe(true);
    expect((await roster()).people.find((p) => p.name === "Telephone")).toMatchObject({ kind: "telephone" });
    expect((await roster()).people.find((p) => p.name === "Browser")).toMatchObject({ kind: "browser" });

    await command({ command: "admit", legIds: await legsOf("Browser") });
    await eventually(async () => expect(await names("meeting")).toEqual(["Browser", "Hana Host", "Stays"]));
  });

  it("sends a host back as a guest, whom the lock holds, too", async () => {
    await host();
    await guest("Stays");
    await eventually(async () => expect(await names("meeting")).toHaveLength(2));
    await command({ command: "to_lobby", legIds: await legsOf("Hana Host") });
    await eventually(async () => expect(await names("lobby")).toEqual(["Hana Host"]));
    expect((await roster()).people.find((p) => p.name === "Hana Host")?.role).toBe("guest");
  });

  it("does not empty the meeting into the lobby: its lock would end with it", async () => {
    await host();
    await guest("Gil Guest");
    await eventually(async () => expect(await names("meeting")).toHaveLength(2));
    const legIds = [...(await legsOf("Hana Host")), ...(await legsOf("Gil Guest"))];
    await expect(command({ command: "to_lobby", legIds })).rejects.toMatchObject({ code: "conflict" });
    expect((await roster()).conference?.locked).toBe(false);
    expect(await names("meeting")).toHaveLength(2);
  });

  it("makes a guest a host and back", async () => {
    await host();
    await guest("Gil Guest");
    await eventually(async () => expect(await names("meeting")).toHaveLength(2));
    const role = async () => (await roster()).people.find((p) => p.name === "Gil Guest")?.role;
    await command({ command: "make_host", legIds: await legsOf("Gil Guest") });
    await eventually(async () => expect(await role()).toBe("host"));
    await command({ command: "make_guest", legIds: await legsOf("Gil Guest") });
    await eventually(async () => expect(await role()).toBe("guest"));
  });

  it("tells for whom of several a command was refused, and ejects the others", async () => {
    await host();
    await guest("Gil Guest");
    await bridge.placeCall({ alias: room.alias, displayName: "Stubborn", protocol: "H323", pin: "none" });
    await eventually(async () => expect(await names("meeting")).toHaveLength(3));
    const [stubborn = ""] = await legsOf("Stubborn");
    bridge.faults({ refusedLegs: [stubborn] });
    const legIds = [...(await legsOf("Gil Guest")), stubborn];
    expect(await command({ command: "eject", legIds })).toEqual({ [stubborn]: "bridge_refused" });
    await eventually(async () => expect(await names("meeting")).toEqual(["Hana Host", "Stubborn"]));
    await expect(command({ command: "eject", legIds: [stubborn] })).rejects.toMatchObject({
      code: "bridge_refused",
    });
  });

  it("dials out: the leg rings, is in, and a telephone is never encrypted; who may not, may not", async () => {
    await host();
    await eventually(async () => expect(await names("meeting")).toEqual(["Hana Host"]));
    const input = dialInput.parse({
      alias: room.alias,
      kind: "bridge",
      destination: "+47 21 00 01 23",
      code: ",,1234#",
      role: "guest",
      name: "Audio bridge",
      confirmed: "on",
    });
    const dialled = await dialOut(actorOf(owner), input, "192.0.2.1");
    expect(dialled).toEqual({ ok: true, legIds: [expect.any(String)] });
    await eventually(async () => expect(await names("connecting")).toEqual(["Audio bridge"]));
    await eventually(async () => expect(await names("meeting")).toEqual(["Audio bridge", "Hana Host"]));
    expect((await roster()).people.find((p) => p.name === "Audio bridge")).toMatchObject({
      kind: "telephone",
      encrypted: false,
      identified: false,
      direction: "out",
      legIds: dialled.ok ? dialled.legIds : [],
    });
    const event = await db().auditEvent.findFirst({
      where: { actorId: owner.id, action: "room.dialled_out" },
    });
    expect(event?.facts).toEqual({ roomId: room.id, kind: "bridge", role: "guest" });

    const stranger = actorOf(await buildUser());
    await expect(dialOut(stranger, input, null)).rejects.toMatchObject({ code: "not_found" });
    bridge.faults({ commandStatus: 400 });
    expect(await dialOut(actorOf(owner), input, null)).toEqual({
      ok: false,
      field: "destination",
      reason: "refused",
    });
    bridge.faults({ commandStatus: 0 });
    await command({ command: "end" });
    await eventually(async () => expect((await roster()).conference).toBeNull());
    await expect(dialOut(actorOf(owner), input, null)).rejects.toMatchObject({ code: "conflict" });
  });

  it("does not let one person have meetings call for ever", async () => {
    await host();
    await eventually(async () => expect(await names("meeting")).toEqual(["Hana Host"]));
    for (let calls = 0; calls < 60; calls++) await countTry("dial", owner.id);
    const form = { alias: room.alias, kind: "video", destination: "bob@elsewhere.example" };
    const input = dialInput.parse({ ...form, role: "guest", name: "" });
    await expect(dialOut(actorOf(owner), input, null)).rejects.toMatchObject({ code: "too_many_requests" });
    expect(await names("connecting")).toEqual([]);
  });

  it("tells why a call came to nothing", async () => {
    await host();
    await eventually(async () => expect(await names("meeting")).toEqual(["Hana Host"]));
    const { version } = await roster();
    const call = (destination: string) =>
      dialOut(
        actorOf(owner),
        dialInput.parse({ alias: room.alias, kind: "video", destination, role: "guest", name: "" }),
        null,
      );
    const [busy, away] = [await call("busy@elsewhere.example"), await call("noanswer@elsewhere.example")];
    const [busyLeg = "", awayLeg = ""] = [busy, away].flatMap((d) => (d.ok ? d.legIds : []));
    await eventually(async () =>
      expect((await loadChanges(room.id, version))?.dialEnds).toEqual({
        [busyLeg]: "declined",
        [awayLeg]: "unreachable",
      }),
    );
  });

  it("new PINs count from the next caller on", async () => {
    const { setPins } = await import("../rooms");
    await host();
    await setPins(actorOf(owner), { alias: room.alias, hostPin: "739164", guestPin: "205817" });
    expect(
      (await bridge.placeCall({ alias: room.alias, displayName: "Old", protocol: "SIP", pin: "482913" }))
        .outcome,
    ).toBe("ivr");
    expect((await guest("New", { pin: "205817" })).outcome).toBe("admitted");
    await eventually(async () => expect(await names("meeting")).toEqual(["Hana Host", "New"]));
  });

  it("is nobody else's business", async () => {
    await host();
    await eventually(async () => expect(await names("meeting")).toHaveLength(1));
    const legIds = await legsOf("Hana Host");
    const stranger = actorOf(await buildUser());
    const colleague = actorOf(await buildUser({ organizationId: owner.organizationId ?? "" }));
    for (const actor of [stranger, colleague]) {
      await expect(getLive(actor, room.alias)).rejects.toMatchObject({ code: "not_found" });
      await expect(commandLive(actor, room.alias, { command: "end" })).rejects.toMatchObject({
        code: "not_found",
      });
    }
    // A host of another room cannot reach this one's legs by their ids.
    const otherOwner = await buildUser();
    const other = await buildRoom({ ownerId: otherOwner.id });
    await expect(
      commandLive(actorOf(otherOwner), other.alias, { command: "eject", legIds }),
    ).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await names("meeting")).toEqual(["Hana Host"]);
  });
});

describe("when the bridge is away", () => {
  it("fails within five seconds with a reason, and does nothing", async () => {
    await host();
    await eventually(async () => expect(await names("meeting")).toHaveLength(1));
    bridge.faults({ managementStatus: 500 });
    await expect(command({ command: "lock" })).rejects.toMatchObject({ code: "bridge_unavailable" });
    bridge.faults({ managementStatus: 0, managementDelayMs: 30_000 });
    const startedAt = Date.now();
    await expect(command({ command: "lock" })).rejects.toMatchObject({ code: "bridge_unavailable" });
    expect(Date.now() - startedAt).toBeLessThan(5000);
  });

  it("says so and since when, and that it is back", async () => {
    const settle = () =>
      pool().query(`UPDATE "BridgeHealth" SET "checkedAt" = now() - interval '10 seconds'`);
    await checkBridge();
    expect(await bridgeState()).toEqual({ ok: true });
    bridge.faults({ managementStatus: 500 });
    await settle();
    await checkBridge();
    expect(await bridgeState()).toMatchObject({ ok: false, why: "bridge" });
    bridge.faults({ managementStatus: 0 });
    await settle();
    expect(await checkBridge()).toEqual({ cameBack: true });
    expect(await bridgeState()).toEqual({ ok: true });
    await pool().query(`UPDATE "BridgeHealth" SET "checkedAt" = now() - interval '10 minutes'`);
    expect(await bridgeState()).toMatchObject({ ok: false, why: "unchecked" });
    await settle();
  });
});

describe("reconciliation", () => {
  // Events of the last seconds count more than the status: let them become older than that.
  const age = () =>
    pool().query(
      `UPDATE "Participant" SET "stamp" = '0', "presenceStamp" = '0', "olderStamps" = '{}' WHERE NOT "leaveConfirmed"`,
    );
  const ageConferences = () => pool().query(`UPDATE "Conference" SET "stamp" = '0', "olderStamps" = '{}'`);

  it("finds whom lost events did not tell of, and whom they did not see leave; then has nothing to mend", async () => {
    await host();
    const leaver = await guest("Leaver");
    await eventually(async () => expect(await names("meeting")).toEqual(["Hana Host", "Leaver"]));
    bridge.faults({ dropEvents: true });
    bridge.hangUp(leaver.legId ?? "");
    await guest("Newcomer");
    await command({ command: "lock" });
    await age();
    await ageConferences();
    expect((await reconcile()).repaired).toBeGreaterThan(0);
    expect(await names("meeting")).toEqual(["Hana Host", "Newcomer"]);
    expect((await roster()).conference?.locked).toBe(true);
    expect(await bridgeState()).toMatchObject({ ok: false, why: "events" });
    expect((await reconcile()).repaired).toBe(0);
    expect(await bridgeState()).toMatchObject({ ok: true });
  });

  it("ends a meeting that the bridge no longer has", async () => {
    await host();
    await eventually(async () => expect(await names("meeting")).toHaveLength(1));
    bridge.faults({ dropEvents: true });
    await command({ command: "end" });
    await age();
    await ageConferences();
    await pool().query(
      `UPDATE "Conference" SET "startedAt" = "startedAt" - interval '1 minute' WHERE "roomId" = $1`,
      [room.id],
    );
    await reconcile();
    expect((await roster()).conference).toBeNull();
  });

  it("catches up without losing or doubling anybody after the portal was away", async () => {
    await host();
    await eventually(async () => expect(await names("meeting")).toHaveLength(1));
    doors.isAway = true;
    const leaver = await guest("Came and went", { protocol: "SIP", pin: "none" });
    expect(leaver.outcome).toBe("rejected"); // nobody answers policy either
    doors.isAway = false;
    await guest("Newcomer");
    doors.isAway = true;
    bridge.placeCall({ alias: room.alias, displayName: "Too early", protocol: "SIP", pin: "none" });
    await new Promise((resolve) => setTimeout(resolve, 300));
    doors.isAway = false;
    await eventually(async () => expect(await names("meeting")).toEqual(["Hana Host", "Newcomer"]));
    await reconcile();
    expect(await names("meeting")).toEqual(["Hana Host", "Newcomer"]);
  });
});
