import { z } from "zod";
import type { BrowserCalls, Entered, Vouched } from "../calls/browser";
import type { CallSite } from "../calls/site";
import { reason } from "../engine/reasons";
import { type Exchange, readJson, sendJson } from "../http/exchange";
import type { CallFacts } from "../policy/policy";
import type { Session, Sessions } from "./sessions";

const requestBody = z.object({
  display_name: z.string().max(250).default(""),
  token: z.string().optional(),
  call_tag: z.string().max(250).optional(),
  registration_token: z.string().optional(),
});

const version = { version_id: "39", pseudo_version: "85000.0.0" };

/** What a registered app brings along when it calls. */
export interface Registered {
  alias: string;
}

/** Answers `request_token`, `refresh_token` and `release_token` (reference: client API v2, 4.2 and 4.3). */
export class Tokens {
  /** One-time tokens of transfers, with the role they give. */
  private readonly vouched = new Map<string, Vouched>();

  constructor(
    private readonly site: CallSite,
    private readonly calls: BrowserCalls,
    private readonly sessions: Sessions,
    private readonly findRegistered: (token: string) => Registered | null,
  ) {}

  /** Makes a transfer's token good for one join. */
  vouch(token: string, role: "chair" | "guest"): void {
    this.vouched.set(token, { role });
  }

  async request(exchange: Exchange, alias: string): Promise<void> {
    const { req, res } = exchange;
    const body = requestBody.safeParse(await readJson(req));
    if (!body.success) return sendJson(res, 400, { status: "failed", result: "Invalid request" });
    const pin = req.headers.pin;
    const facts = this.facts(exchange, alias, body.data);
    const typed = typeof pin === "string" ? [pin] : [];
    const entered = await this.calls.enter(facts, () => typed, this.redeem(body.data.token));
    if (entered.kind !== "entered") return refuse(exchange, entered);
    const session = this.sessions.open(entered.conference, entered.participant, alias, facts);
    // A client that gave up while policy was being asked never learns its token.
    if (res.destroyed) return this.site.engine.leave(session.conference, session.participant, reason.hungUp);
    sendJson(res, 200, { status: "success", result: this.result(session) });
  }

  refresh(exchange: Exchange, session: Session): void {
    this.sessions.refresh(session);
    const { token } = session;
    sendJson(exchange.res, 200, { status: "success", result: { token, expires: this.sessions.expires } });
  }

  /** Releasing a token that is gone already succeeds: clients do it again after they were ejected. */
  async release(exchange: Exchange, session: Session | null): Promise<void> {
    const body = z.object({ reason: z.string() }).safeParse(await readJson(exchange.req).catch(() => ({})));
    const why = body.data?.reason || reason.clientLeft;
    if (session) this.site.engine.leave(session.conference, session.participant, why);
    sendJson(exchange.res, 200, { status: "success", result: true });
  }

  private redeem(token: string | undefined): Vouched | null {
    if (token === undefined) return null;
    const found = this.vouched.get(token) ?? null;
    this.vouched.delete(token);
    return found;
  }

  private facts(exchange: Exchange, alias: string, body: z.output<typeof requestBody>): CallFacts {
    const { engine, locationOf } = this.site;
    const node = engine.nextNode();
    const registered = body.registration_token ? this.findRegistered(body.registration_token) : null;
    return {
      localAlias: alias,
      remoteAlias: registered?.alias ?? body.display_name,
      remoteDisplayName: body.display_name || registered?.alias || "Guest",
      remoteAddress: exchange.req.socket.remoteAddress ?? "127.0.0.1",
      direction: "dial_in",
      protocol: "api",
      trigger: "web",
      isRegistered: registered !== null,
      vendor: exchange.req.headers["user-agent"] ?? "",
      encryption: "On",
      callTag: body.call_tag ?? "",
      node,
      location: locationOf(node),
    };
  }

  private result(session: Session) {
    const { conference, participant, token } = session;
    return {
      token,
      expires: this.sessions.expires,
      participant_uuid: participant.uuid,
      version,
      role: participant.role === "chair" ? "HOST" : "GUEST",
      display_name: participant.displayName,
      call_tag: participant.legs[0]?.callTag ?? "",
      conference_name: conference.name,
      service_name: conference.name,
      service_type: conference.service.serviceType,
      current_service_type: participant.stage,
      call_type: "video",
      chat_enabled: true,
      guests_can_present: conference.service.guestsCanPresent,
      fecc_enabled: false,
      rtmp_enabled: true,
      trickle_ice_enabled: true,
      analytics_enabled: false,
      route_via_registrar: false,
      breakout_rooms: false,
      direct_media: false,
      use_relay_candidates_only: false,
    };
  }
}

function refuse({ res }: Exchange, entered: Exclude<Entered, { kind: "entered" }>): void {
  if (entered.kind === "not_found") sendJson(res, 404, { status: "failed", result: entered.why });
  else if (entered.kind === "refused") sendJson(res, 403, { status: "success", result: entered.why });
  else {
    // Where everybody needs the one PIN there is no guest entry to offer.
    const guestPin = entered.guestPin || !entered.guestsAllowed ? "required" : "none";
    sendJson(res, 403, { status: "success", result: { pin: "required", guest_pin: guestPin, version } });
  }
}
