import type { CallSite } from "../calls/site";
import { Deadlines } from "../engine/deadlines";
import { type Exchange, HttpAnswer, sendJson } from "../http/exchange";
import { newToken } from "../random";
import type { Registration, Registrations } from "../registrations";

const directoryLimit = 10;

/** Registration of apps over the client API, and the directory they search. */
export class RegistrationApi {
  private readonly byToken = new Map<string, Registration>();
  private readonly deadlines = new Deadlines();

  constructor(
    private readonly site: CallSite,
    private readonly registrations: Registrations,
    private readonly expires: string,
  ) {}

  find(token: string): Registration | null {
    return this.byToken.get(token) ?? null;
  }

  /** `/api/client/v2/registrations[/<alias>/<command>]`. @returns false for an unknown command. */
  async handle(exchange: Exchange, [alias, command]: string[]): Promise<boolean> {
    const { res, method } = exchange;
    if (alias === undefined) {
      await this.search(exchange);
      return true;
    }
    if (command === "request_token" && method === "POST") {
      await this.register(exchange, alias);
      return true;
    }
    const token = tokenOf(exchange);
    const registration = this.required(token);
    if (command === "refresh_token" && method === "POST") {
      this.byToken.delete(token);
      this.succeed(exchange, { token: this.issue(registration), expires: this.expires });
      return true;
    }
    if (command === "release_token" && method === "POST") {
      this.drop(token, registration);
      this.succeed(exchange, true);
      return true;
    }
    if (command !== "events") return false;
    res.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
    res.write(": registered\n\n");
    return true;
  }

  stop(): void {
    this.deadlines.clearAll();
  }

  private async register(exchange: Exchange, alias: string): Promise<void> {
    const { req } = exchange;
    const given = req.headers["x-pexip-authorization"] ?? req.headers.authorization ?? "";
    const encoded = String(given).replace(/^(x-pexip-)?basic\s+/i, "");
    const [username = "", ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
    const registration = await this.registrations.register({
      alias,
      protocol: "WebRTC",
      username,
      password: rest.join(":"),
      remoteAddress: req.socket.remoteAddress ?? "127.0.0.1",
      vendor: req.headers["user-agent"] ?? "",
    });
    if (!registration)
      throw new HttpAnswer(401, { status: "failed", result: "Invalid alias or credentials" });
    this.succeed(exchange, {
      token: this.issue(registration),
      expires: this.expires,
      registration_uuid: registration.registrationId,
      directory_enabled: true,
      route_via_registrar: true,
      version: { version_id: "39", pseudo_version: "85000.0.0" },
    });
  }

  private async search(exchange: Exchange): Promise<void> {
    const registration = this.required(tokenOf(exchange));
    const entries = await this.site.policy.directory(
      {
        q: exchange.query.get("q") ?? "",
        registration_alias: registration.alias,
        location: this.site.locationOf(registration.node),
        node_ip: registration.node,
        version_id: "39",
        pseudo_version_id: "85000.0.0",
      },
      directoryLimit,
    );
    this.succeed(exchange, entries);
  }

  private issue(registration: Registration): string {
    const token = newToken();
    this.byToken.set(token, registration);
    this.deadlines.set(registration.id, this.site.engine.timers.tokenLifetimeMs, () =>
      this.drop(token, registration),
    );
    return token;
  }

  private drop(token: string, registration: Registration): void {
    this.byToken.delete(token);
    this.deadlines.clear(registration.id);
    this.registrations.unregister(registration.id);
  }

  private required(token: string): Registration {
    const found = this.find(token);
    if (!found) throw new HttpAnswer(403, { status: "success", result: "Invalid token" });
    return found;
  }

  private succeed({ res }: Exchange, result: unknown): void {
    sendJson(res, 200, { status: "success", result });
  }
}

function tokenOf({ req, query }: Exchange): string {
  const header = req.headers.token;
  return (typeof header === "string" ? header : null) ?? query.get("token") ?? "";
}
