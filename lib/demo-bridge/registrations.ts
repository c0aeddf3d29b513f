import type { CallSite } from "./calls/site";
import { unixNow } from "./time";

/** A device that is registered with the bridge. */
export interface Registration {
  id: string;
  registrationId: string;
  alias: string;
  protocol: "SIP" | "H323" | "WebRTC";
  username: string;
  remoteAddress: string;
  vendor: string;
  node: string;
  startTime: number;
}

/** A request to register. `password` null presents whatever the policy server expects, for demonstrations. */
export interface RegistrationRequest {
  alias: string;
  protocol: Registration["protocol"];
  username: string;
  password: string | null;
  remoteAddress: string;
  vendor: string;
}

/** A device configured on the bridge itself, used when policy leaves the decision to it. */
export interface OwnDevice {
  alias: string;
  username: string;
  password: string;
}

/** Who is registered. The policy server is asked each time (reference: external policy, registration alias). */
export class Registrations {
  private readonly byId = new Map<string, Registration>();

  constructor(
    private readonly site: CallSite,
    private readonly ownDevice: (alias: string) => OwnDevice | null,
  ) {}

  all(): Registration[] {
    return [...this.byId.values()];
  }

  find(id: string): Registration | null {
    return this.byId.get(id) ?? null;
  }

  /** @returns null when the device is unknown or its credentials are wrong. */
  async register(request: RegistrationRequest): Promise<Registration | null> {
    const { engine, policy, chance, locationOf } = this.site;
    const node = engine.nextNode();
    const answer = await policy.registration(request.alias, {
      protocol: request.protocol.toLowerCase(),
      auth_type: "credentials",
      remote_address: request.remoteAddress,
      location: locationOf(node),
      node_ip: node,
      version_id: "39",
      pseudo_version_id: "85000.0.0",
    });
    if (answer.kind === "rejected") return null;
    const expected = answer.kind === "allowed" ? answer : this.ownDevice(request.alias);
    if (!expected) return null;
    const isOpen = expected.username === "" && expected.password === "";
    const isRight = expected.username === request.username && expected.password === request.password;
    if (!isOpen && request.password !== null && !isRight) return null;
    for (const old of this.byId.values()) {
      if (old.alias === request.alias && old.protocol === request.protocol) this.byId.delete(old.id);
    }
    const registration: Registration = {
      id: chance.uuid(),
      registrationId: chance.uuid(),
      alias: request.alias,
      protocol: request.protocol,
      username: expected.username,
      remoteAddress: request.remoteAddress,
      vendor: request.vendor,
      node,
      startTime: unixNow(),
    };
    this.byId.set(registration.id, registration);
    return registration;
  }

  /** @returns false when there was nothing to remove. */
  unregister(id: string): boolean {
    return this.byId.delete(id);
  }
}
