import type { Service } from "../engine/model";
import { reason } from "../engine/reasons";
import type { Logger } from "../logger";
import type { PolicyAnswer, PolicyClient, PolicyQuery } from "./client";
import {
  directoryResult,
  locationResult,
  participantResult,
  readService,
  registrationResult,
} from "./results";

/** A call as policy questions describe it. */
export interface CallFacts {
  /** What was dialled. May carry a scheme. */
  localAlias: string;
  remoteAlias: string;
  remoteDisplayName: string;
  remoteAddress: string;
  direction: "dial_in" | "dial_out";
  /** As policy spells it. */
  protocol: "api" | "webrtc" | "sip" | "h323" | "mssip" | "rtmp";
  trigger: "web" | "invite" | "setup" | "unspecified";
  isRegistered: boolean;
  /** Whether the caller signed in at an identity provider for this call. */
  isIdpAuthenticated?: boolean;
  vendor: string;
  encryption: "On" | "Off";
  callTag: string;
  node: string;
  location: string;
  /** Set on outgoing calls: the room that dials. */
  service?: Service;
}

/** Facts of one leg, for the participant question. */
export interface LegFacts {
  participantUuid: string;
  callUuid: string;
  participantType: "api" | "standard";
  role: "chair" | "guest" | "unknown";
  passesLock: boolean;
}

export type RoomAnswer = { kind: "room"; service: Service } | { kind: "refused"; why: string };

/** What the policy server decided about one participant. `null` leaves things as they are. */
export type ParticipantAnswer =
  | { kind: "rejected"; why: string }
  | {
      kind: "accepted";
      role: "chair" | "guest" | null;
      displayName: string | null;
      remoteAlias: string | null;
      bypassLock: boolean;
      callTag: string | null;
      mayReceivePresentation: boolean;
    };

export type RegistrationAnswer =
  | { kind: "allowed"; username: string; password: string }
  | { kind: "rejected" }
  | { kind: "undecided" };

export interface DirectoryEntry {
  alias: string;
  description: string;
  username: string;
}

const unchanged: ParticipantAnswer = {
  kind: "accepted",
  role: null,
  displayName: null,
  remoteAlias: null,
  bypassLock: false,
  callTag: null,
  mayReceivePresentation: true,
};

const usable = (answer: PolicyAnswer) => answer.kind === "answered" && answer.status === "success";
const rejects = (answer: PolicyAnswer) => answer.kind === "answered" && answer.action === "reject";

/**
 * The questions a call raises, and the rules by which their answers count: a valid result wins; otherwise `reject`
 * refuses, and anything else leaves the decision to what is configured on the bridge itself
 * (reference: external policy, envelope).
 */
export class Policy {
  /** @param client null when no policy server is configured. @param ownRoom finds a room configured here. */
  constructor(
    private readonly client: PolicyClient | null,
    private readonly ownRoom: (alias: string) => Service | null,
    private readonly logger: Logger,
  ) {}

  async room(call: CallFacts): Promise<RoomAnswer> {
    const answer = await this.ask("service/configuration", this.callQuery(call));
    if (answer.kind === "answered" && answer.status === "success" && hasContent(answer.result)) {
      const read = readService(answer.result);
      if ("service" in read) return { kind: "room", service: read.service };
      this.logger.warn({ alias: call.localAlias, problem: read.problem }, "policy answer discarded");
    }
    if (rejects(answer)) return { kind: "refused", why: reason.notFound };
    const service = this.ownRoom(call.localAlias);
    return service ? { kind: "room", service } : { kind: "refused", why: reason.notFound };
  }

  async participant(call: CallFacts, service: Service, leg: LegFacts): Promise<ParticipantAnswer> {
    const answer = await this.ask("participant/properties", {
      ...this.callQuery(call),
      service_name: service.name,
      unique_service_name: service.name,
      service_tag: service.tag,
      participant_uuid: leg.participantUuid,
      call_uuid: leg.callUuid,
      participant_type: leg.participantType,
      preauthenticated_role: leg.role === "unknown" ? "" : leg.role,
      bypass_lock: leg.passesLock,
      receive_from_audio_mix: "main",
    });
    const result =
      usable(answer) && answer.kind === "answered" ? participantResult.safeParse(answer.result) : null;
    if (rejects(answer)) {
      return { kind: "rejected", why: result?.data?.reject_reason || reason.rejected };
    }
    if (!result?.success) return unchanged;
    const { data } = result;
    return {
      kind: "accepted",
      role: data.preauthenticated_role ?? null,
      displayName: data.remote_display_name ?? null,
      remoteAlias: data.remote_alias ?? null,
      bypassLock: data.bypass_lock ?? false,
      callTag: data.call_tag ?? null,
      mayReceivePresentation: data.rx_presentation_policy !== "DENY",
    };
  }

  /** @returns the location of the media, or null for the node's own. */
  async location(call: CallFacts, service: Service, leg: LegFacts): Promise<string | null> {
    const answer = await this.ask("participant/location", {
      ...this.callQuery(call),
      service_name: service.name,
      service_tag: service.tag,
      participant_uuid: leg.participantUuid,
      call_uuid: leg.callUuid,
    });
    if (answer.kind !== "answered" || answer.status !== "success") return null;
    return locationResult.safeParse(answer.result).data?.location ?? null;
  }

  async registration(alias: string, query: PolicyQuery): Promise<RegistrationAnswer> {
    const answer = await this.ask(`registrations/${encodeURIComponent(alias)}`, query);
    const result =
      usable(answer) && answer.kind === "answered" ? registrationResult.safeParse(answer.result) : null;
    if (result?.success && !rejects(answer)) return { kind: "allowed", ...result.data };
    return rejects(answer) ? { kind: "rejected" } : { kind: "undecided" };
  }

  /** Finds people and rooms for a registered app; at most `limit`. */
  async directory(query: PolicyQuery, limit: number): Promise<DirectoryEntry[]> {
    const answer = await this.ask("registrations", { ...query, limit });
    if (answer.kind !== "answered" || answer.status !== "success") return [];
    return (directoryResult.safeParse(answer.result).data ?? []).slice(0, limit);
  }

  private async ask(path: string, query: PolicyQuery): Promise<PolicyAnswer> {
    return this.client ? await this.client.ask(path, query) : { kind: "none" };
  }

  private callQuery(call: CallFacts): PolicyQuery {
    return {
      local_alias: call.localAlias,
      remote_alias: call.remoteAlias,
      remote_display_name: call.remoteDisplayName,
      remote_address: call.remoteAddress,
      remote_port: call.protocol === "api" ? 0 : 5061,
      call_direction: call.direction,
      protocol: call.protocol,
      trigger: call.trigger,
      registered: call.isRegistered,
      vendor: call.vendor,
      encryption: call.encryption,
      bandwidth: 0,
      call_tag: call.callTag,
      location: call.location,
      node_ip: call.node,
      version_id: "39",
      pseudo_version_id: "85000.0.0",
      service_name: call.service?.name,
      unique_service_name: call.service?.name,
      service_tag: call.service?.tag,
    };
  }
}

const hasContent = (result: unknown) =>
  typeof result === "object" && result !== null && Object.keys(result).length > 0;
