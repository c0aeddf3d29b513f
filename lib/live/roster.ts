import { bridgeState } from "../bridge";
import { pool } from "../db";
import { dialEndOf } from "./dial-end";
import { isOutgoing, type LegRow, legView } from "./leg-view";
import type { Changes, LiveConference, Snapshot, SourceState } from "./types";

type ConferenceRow = {
  id: string;
  startedAt: Date;
  endedAt: Date | null;
  isLocked: boolean;
  isStarted: boolean;
  guestsMuted: boolean;
  version: string;
};

const LEG_COLUMNS = `"id", "conversationId", "displayName", "sourceAlias", "destinationAlias", "protocol", "callDirection",
  "role", "serviceType", "encryption", "callTag", "remoteAddress", "hasMedia", "isMuted", "isPresenting", "isStreaming",
  "isIdpAuthenticated", "connectedAt"`;

const conferenceView = (row: ConferenceRow): LiveConference => ({
  id: row.id,
  startedAt: row.startedAt.toISOString(),
  locked: row.isLocked,
  started: row.isStarted,
  guestsMuted: row.guestsMuted,
});

/** The version an open roster resumes from. It names the conference, so that another one is never taken for it. */
const versionOf = (row: ConferenceRow | undefined) => (row ? `${row.id}:${row.version}` : "none");

async function liveConference(roomId: string): Promise<ConferenceRow | undefined> {
  const { rows } = await pool().query<ConferenceRow>({
    name: "live.conference",
    text: `SELECT "id", "startedAt", "endedAt", "isLocked", "isStarted", "guestsMuted", "version"
           FROM "Conference" WHERE "roomId" = $1 AND "endedAt" IS NULL`,
    values: [roomId],
  });
  return rows[0];
}

/** How far the roster can be relied on, as the page says it. */
export async function sourceState(): Promise<SourceState> {
  const state = await bridgeState();
  return state.ok ? state : { ok: false, why: state.why, since: state.since.toISOString() };
}

/** Everything about a room's live meeting. */
export async function loadSnapshot(roomId: string): Promise<Snapshot> {
  // The version is read before the legs: what changes in between is in the list already, and comes once more as a change.
  const conference = await liveConference(roomId);
  const legs = conference
    ? await pool().query<LegRow>({
        name: "live.legs",
        text: `SELECT ${LEG_COLUMNS} FROM "Participant" WHERE "conferenceId" = $1 AND "leftAt" IS NULL`,
        values: [conference.id],
      })
    : { rows: [] };
  return {
    conference: conference ? conferenceView(conference) : null,
    legs: legs.rows.map((row) => legView(row, roomId)),
    version: versionOf(conference),
    source: await sourceState(),
  };
}

/**
 * What changed in a room since a version of {@link loadSnapshot} or of this.
 * @returns null when that version's conference is no longer the live one: a new snapshot is needed
 */
export async function loadChanges(roomId: string, since: string): Promise<Changes | null> {
  const [conferenceId, version] = since.split(":");
  const conference = await liveConference(roomId);
  if (!conference || conference.id !== conferenceId || !/^\d{1,18}$/.test(version ?? "")) return null;
  const { rows } = await pool().query<LegRow & { leftAt: Date | null; leaveReason: string | null }>({
    name: "live.changes",
    text: `SELECT ${LEG_COLUMNS}, "leftAt", "leaveReason" FROM "Participant" WHERE "conferenceId" = $1 AND "version" > $2`,
    values: [conferenceId, version],
  });
  const gone = rows.filter((row) => row.leftAt !== null);
  const called = gone.filter((row) => isOutgoing(row));
  return {
    conference: conferenceView(conference),
    legs: rows.filter((row) => row.leftAt === null).map((row) => legView(row, roomId)),
    gone: gone.map((row) => row.id),
    dialEnds: Object.fromEntries(called.map((row) => [row.id, dialEndOf(row.leaveReason ?? "")])),
    version: versionOf(conference),
  };
}
