import pg from "pg";
import { env } from "../env";
import { log } from "../log";
import { Second } from "../time";

/** Between attempts to get the connection back, in milliseconds. */
const RETRY_MS = 500;

/** A connection that the network swallowed gives no error: it is asked this often, in milliseconds. */
const PROBE_EVERY_MS = 5 * Second.ms;

export type Notification = { channel: string; payload: string };

/** What a listener reports. After `onUp` anything may have been missed: read anew what matters. */
export type ListenerEvents = {
  onNotification(n: Notification): void;
  onUp(): void;
  onDown(since: Date): void;
};

/** What PostgreSQL calls the connection in its list of activities. */
export const LISTENER_NAME = "mypages-listener";

/**
 * A connection of its own that listens on PostgreSQL channels and comes back by itself. (Not from a pool, nor through a
 * transaction-mode pooler: LISTEN belongs to one connection.)
 */
export class Listener {
  private client: pg.Client | null = null;
  private probe: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;
  private isClosed = false;
  /** Since when the connection is away, or null while it is up. */
  downSince: Date | null = new Date();

  constructor(
    private readonly channels: readonly string[],
    private readonly events: ListenerEvents,
  ) {}

  async start(): Promise<void> {
    await this.connect();
    this.probe = setInterval(() => void this.check(), PROBE_EVERY_MS);
    this.probe.unref();
  }

  async stop(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.probe);
    clearTimeout(this.retry);
    await this.client?.end().catch(() => {});
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: env().DATABASE_URL,
      application_name: LISTENER_NAME,
      connectionTimeoutMillis: 2 * Second.ms,
      query_timeout: 2 * Second.ms,
      keepAlive: true,
    });
    client.on("error", (error) => this.lost(client, error));
    client.on("end", () => this.lost(client));
    client.on("notification", ({ channel, payload = "" }) =>
      this.events.onNotification({ channel, payload }),
    );
    this.client = client;
    try {
      await client.connect();
      for (const channel of this.channels) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
      this.downSince = null;
      this.events.onUp();
    } catch (error) {
      this.lost(client, error);
    }
  }

  private async check(): Promise<void> {
    const { client } = this;
    if (!client || this.downSince) return;
    await client.query("SELECT 1").catch((error) => this.lost(client, error));
  }

  private lost(client: pg.Client, error?: unknown): void {
    if (this.isClosed || client !== this.client) return;
    this.client = null;
    client.removeAllListeners("end");
    void client.end().catch(() => {});
    const first = this.downSince === null;
    this.downSince ??= new Date();
    if (first) log.warn({ err: error }, "database.listener_lost");
    this.events.onDown(this.downSince);
    this.retry = setTimeout(() => void this.connect(), RETRY_MS);
  }
}
