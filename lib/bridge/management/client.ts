import type { z } from "zod";
import { AppError, type ErrorCode } from "../../errors";
import { log } from "../../log";
import { Second } from "../../time";
import { type DialCommand, dialledIds } from "./dial";
import type { pace } from "./pace";
import {
  listPage,
  type StatusConference,
  type StatusParticipant,
  statusConference,
  statusParticipant,
} from "./status";

/** A person who presses a button waits no longer than this for the bridge, all requests of one command together. */
const COMMAND_TIMEOUT_MS = 4 * Second.ms;

/** Objects on one page of a status list. */
const PAGE_LIMIT = 500;

/** Pages that a list may have: a bridge that answers in circles must not keep us for ever. */
const PAGES_MAX = 200;

export type ConferenceCommand = "lock" | "unlock" | "mute_guests" | "unmute_guests" | "disconnect";
export type ParticipantCommand =
  | "unlock"
  | "disconnect"
  | "mute"
  | "unmute"
  | { command: "role"; role: "chair" | "guest" }
  /** Sends the leg on to another room, where it arrives with that role, as a new leg. */
  | { command: "transfer"; conference_alias: string; role: "chair" | "guest" };

/** How the status API knows a leg that an event named `id` and `callId`: the two need not be the same id. */
export type LegKey = { id: string; callId: string };

export type StatusList<T> = {
  items: T[] /** The bridge's own clock when it answered, Unix seconds. */;
  at: number;
};

export type ManagementClient = ReturnType<typeof managementClient>;

/**
 * The bridge's management API in our words (reference: Pexip Infinity management API, status and command). Reads no
 * environment. All methods throw {AppError}: `bridge_unavailable` on a time-out, a refused connection, a 5xx, 429 or
 * an answer of another shape; `bridge_refused` when the bridge declines.
 */
export function managementClient(options: {
  baseUrl: string;
  username: string;
  password: string;
  place: ReturnType<typeof pace>;
  fetcher?: typeof fetch;
  timeoutMs?: number;
}) {
  const { baseUrl, username, password, place, fetcher = fetch, timeoutMs = COMMAND_TIMEOUT_MS } = options;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;

  /** One deadline for everything that a command takes. */
  const deadline = () => AbortSignal.timeout(timeoutMs);

  async function request(path: string, signal: AbortSignal, body?: object): Promise<Response> {
    const url = new URL(path, baseUrl);
    // `next` links come from the answer: credentials go to our bridge and nowhere else.
    if (url.origin !== baseUrl) throw new AppError("bridge_unavailable", "answer leads elsewhere");
    await place(timeoutMs);
    try {
      const response = await fetcher(url, {
        method: body ? "POST" : "GET",
        headers: {
          authorization,
          accept: "application/json",
          ...(body && { "content-type": "application/json" }),
        },
        body: body && JSON.stringify(body),
        redirect: "error",
        signal,
      });
      if (response.status >= 500 || response.status === 429) throw new Error(`status ${response.status}`);
      return response;
    } catch (error) {
      log.warn({ path: url.pathname, reason: (error as Error).name }, "bridge.request_failed");
      throw new AppError("bridge_unavailable");
    }
  }

  async function read<T>(response: Response, shape: z.ZodType<T>): Promise<T> {
    const parsed = shape.safeParse(response.ok ? await response.json().catch(() => null) : null);
    if (parsed.success) return parsed.data;
    log.warn({ status: response.status }, "bridge.answer_not_understood");
    throw new AppError("bridge_unavailable");
  }

  async function list<T extends z.ZodType>(
    path: string,
    item: T,
    signal: AbortSignal,
  ): Promise<StatusList<z.output<T>>> {
    const items: z.output<T>[] = [];
    let at: number | null = null;
    let next: string | null = path;
    for (let page = 0; next && page < PAGES_MAX; page++) {
      const response: Response = await request(next, signal);
      // Of several pages the first counts: nothing in the list is older than that.
      at ??=
        Math.floor(Date.parse(response.headers.get("date") ?? "") / 1000) || Math.floor(Date.now() / 1000);
      const answer: { meta: { next?: string | null }; objects: z.output<T>[] } = await read(
        response,
        listPage(item),
      );
      items.push(...answer.objects);
      next = answer.meta.next ?? null;
    }
    return { items, at: at ?? 0 };
  }

  const query = (name: string) => `?${new URLSearchParams({ name, limit: String(PAGE_LIMIT) })}`;
  const ofConference = (name: string) =>
    `?${new URLSearchParams({ conference: name, limit: String(PAGE_LIMIT) })}`;

  const conferencesNamed = (name: string, signal: AbortSignal) =>
    list(`/api/admin/status/v1/conference/${query(name)}`, statusConference, signal);
  const legsOf = (conference: string, signal: AbortSignal) =>
    list(`/api/admin/status/v1/participant/${ofConference(conference)}`, statusParticipant, signal);

  /** @returns null when the bridge does not know what the command names (any more) */
  async function command(path: string, body: object, signal: AbortSignal): Promise<{ data: unknown } | null> {
    const response = await request(`/api/admin/command/v1/${path}/`, signal, body);
    if (response.status === 404) return null;
    const answer = (await response.json().catch(() => null)) as { status?: unknown; data?: unknown } | null;
    if (response.ok && (answer === null || answer.status === undefined || answer.status === "success"))
      return { data: answer?.data };
    log.warn({ command: path, status: response.status }, "bridge.command_refused");
    throw new AppError("bridge_refused");
  }

  return {
    /** Every running conference. */
    conferences: (): Promise<StatusList<StatusConference>> =>
      list(
        `/api/admin/status/v1/conference/?limit=${PAGE_LIMIT}`,
        statusConference,
        AbortSignal.timeout(60 * Second.ms),
      ),

    /** Every leg of every running conference. */
    participants: (): Promise<StatusList<StatusParticipant>> =>
      list(
        `/api/admin/status/v1/participant/?limit=${PAGE_LIMIT}`,
        statusParticipant,
        AbortSignal.timeout(60 * Second.ms),
      ),

    /** Whether the bridge answers at all. */
    async ping(): Promise<void> {
      await read(
        await request("/api/admin/status/v1/conference/?limit=1", deadline()),
        listPage(statusConference),
      );
    },

    /** @throws {AppError} `conflict` when no conference of that name is running */
    async commandConference(name: string, what: ConferenceCommand): Promise<void> {
      const signal = deadline();
      const { items } = await conferencesNamed(name, signal);
      const done = await Promise.all(
        items.map((conference) => command(`conference/${what}`, { conference_id: conference.id }, signal)),
      );
      if (!done.some(Boolean)) throw new AppError("conflict", "no such conference is running");
    },

    /**
     * Carries out a command on some legs of a conference.
     * @returns why not, by the ids (as given) of legs on which it was not carried out: `not_found` for those that the
     *   bridge no longer knows
     */
    async commandLegs(
      conference: string,
      legs: LegKey[],
      what: ParticipantCommand,
    ): Promise<Record<string, ErrorCode>> {
      const signal = deadline();
      const { command: path, ...more } = typeof what === "string" ? { command: what } : what;
      const { items } = await legsOf(conference, signal);
      const known = (leg: LegKey) =>
        items.find((p) => p.id === leg.id || (leg.callId !== "" && p.callId === leg.callId));
      const failed: Record<string, ErrorCode> = {};
      await Promise.all(
        legs.map(async (leg) => {
          const body = { participant_id: known(leg)?.id, ...more };
          try {
            const isDone = body.participant_id && (await command(`participant/${path}`, body, signal));
            if (!isDone) failed[leg.id] = "not_found";
          } catch (error) {
            // One that is refused must not hide what became of the others.
            if (!(error instanceof AppError)) throw error;
            failed[leg.id] = error.code;
          }
        }),
      );
      return failed;
    },

    /**
     * Calls somebody from a running conference.
     * @returns the ids of the new legs, as far as the bridge names them
     * @throws {AppError} `bridge_refused` also when it does not know the conference
     */
    async dial(wanted: DialCommand): Promise<string[]> {
      const answer = await command("participant/dial", wanted, deadline());
      if (!answer) throw new AppError("bridge_refused");
      return dialledIds.parse(answer.data);
    },

    /** The legs among these that are still in the conference. */
    async stillThere(conference: string, legs: LegKey[]): Promise<string[]> {
      const { items } = await legsOf(conference, deadline());
      return legs
        .filter((leg) => items.some((p) => p.id === leg.id || (leg.callId !== "" && p.callId === leg.callId)))
        .map((leg) => leg.id);
    },
  };
}
