import net from "node:net";
import { z } from "zod";

/** Loopback is exempt from HTTPS: it is where the demo and the tests run, and browsers trust it as they do HTTPS. */
export const isLoopback = (url: URL) => ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);

const origin = z
  .url()
  .refine((value) => new URL(value).pathname === "/", "must be an origin, without a path")
  .transform((value) => new URL(value).origin);

const publicOrigin = origin.refine(
  (value) => value.startsWith("https:") || isLoopback(new URL(value)),
  "must be https (plain http is for loopback only)",
);

const secretKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,16}:[A-Za-z0-9+/]{43}=$/, "must be id:base64 of 32 bytes")
  .transform((value) => {
    const [id = "", key = ""] = value.split(":");
    return { id, key: Buffer.from(key, "base64") };
  });

/** `smtp:` turns to TLS after the greeting, `smtps:` begins with it; credentials stand in front of the host. */
const mailServer = z
  .url({ protocol: /^smtps?$/, error: "must be smtp:// or smtps://" })
  .refine(
    (value) => /^(\/|)$/.test(new URL(value).pathname + new URL(value).search),
    "must end with the port",
  );

/** `no-reply@mypages.example`, or with a name: `MyPages <no-reply@mypages.example>`. */
const sender = z
  .string()
  .regex(
    /^(?:[^<>@"\r\n]+ <[^<>@\s"]+@[^<>@\s"]+>|[^<>@\s"]+@[^<>@\s"]+)$/,
    "must be an address, or Name <address>",
  );

/** Comma-separated parts, blanks around them forgiven. */
const list = (value: string) =>
  value
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

const secret = z.string().min(16, "must have at least 16 characters");
const whole = (fallback: number) => z.coerce.number().int().min(0).default(fallback);

/** Telephone numbers of the bridge, each behind the ISO 3166 code of its country: `NO:+47 21 00 00 00`. */
const dialInNumber = z
  .string()
  .regex(/^[A-Z]{2}:\+[\d ()-]{5,30}$/, "must be numbers such as NO:+47 21 00 00 00")
  .transform((value) => ({ region: value.slice(0, 2), number: value.slice(3).trim() }));

/** An address with a place for the room's name in it, as `{alias}`, `{address}` or `{number}`. */
const pattern = z
  .string()
  .regex(
    /^[^\s{}<>"]*\{(alias|address|number)\}[^\s{}<>"]*$/,
    "must hold one of {alias}, {address} and {number}, and no spaces",
  );

/** 192.0.2.1, 192.0.2.1:53, 2001:db8::1 or [2001:db8::1]:53 */
const isDnsServer = (text: string) =>
  net.isIP(text) !== 0 || net.isIP(/^\[?([^\]]+)\]?:\d{1,5}$/.exec(text)?.[1] ?? "") !== 0;

const settings = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_POOL_SIZE: whole(10),
  PUBLIC_URL: publicOrigin,
  HOST: z.string().default("127.0.0.1"),
  PORT: whole(3000),
  /** How many reverse proxies of ours stand in front; the caller's address is that many steps from the right. */
  TRUSTED_PROXY_HOPS: whole(0),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
  /** Comma-separated `id:base64key`; the first seals, all unseal. See docs/operating.md, "Secrets". */
  SECRET_KEYS: z
    .string()
    .transform((value) => value.split(","))
    .pipe(z.array(secretKey).min(1)),
  AUTH_SECRET: secret,
  /** The bridge's credentials towards us. */
  BRIDGE_POLICY_USERNAME: z.string().min(1),
  BRIDGE_POLICY_PASSWORD: secret,
  BRIDGE_EVENTS_USERNAME: z.string().min(1),
  BRIDGE_EVENTS_PASSWORD: secret,
  /** Our credentials towards the bridge's management node. */
  BRIDGE_MANAGEMENT_URL: origin,
  BRIDGE_MANAGEMENT_USERNAME: z.string().min(1),
  BRIDGE_MANAGEMENT_PASSWORD: z.string().min(1),
  /** A management node answers about 1,000 requests a minute, to all who ask: leave room for others. */
  BRIDGE_REQUESTS_PER_MINUTE: whole(600),
  /** Hosts or addresses, comma-separated, from which telephone calls reach the bridge. */
  BRIDGE_TELEPHONE_GATEWAYS: z
    .string()
    .default("")
    .transform((value) => list(value.toLowerCase())),
  /** Digits of a conference number: as many as telephones can be expected to dial. */
  CONFERENCE_NUMBER_DIGITS: z.coerce.number().int().min(6).max(15).default(9),
  /** How guests join, for invitations; a way without a setting is left out. See docs/operating.md, "Invitations". */
  BRIDGE_WEB_URL: pattern.startsWith("https://", "must be https").optional(),
  BRIDGE_SKYPE_ADDRESS: pattern.optional(),
  BRIDGE_TEAMS_ADDRESS: pattern.optional(),
  DIAL_IN_NUMBERS: z.string().default("").transform(list).pipe(z.array(dialInNumber)),
  /** Addresses of the DNS servers to ask about claimed domains; the machine's own unless told. */
  DNS_SERVERS: z
    .string()
    .default("")
    .transform(list)
    .refine((servers) => servers.every(isDnsServer), "must be addresses, each with a port or without"),
  /** Metadata may be read from this machine, over http as well: for a demo or a test that runs on one. */
  SSO_ALLOW_LOOPBACK_METADATA: z.stringbool().default(false),
  /** File in the MaxMind DB format that tells where addresses are. Optional. */
  GEOIP_DATABASE: z.string().min(1).optional(),
  METRICS_USERNAME: z.string().min(1).optional(),
  METRICS_PASSWORD: secret.optional(),
  /** Where the worker shows its figures; 0: nowhere. */
  WORKER_METRICS_PORT: whole(0),
  /** The mail server. Without one the worker keeps mails until there is one. */
  SMTP_URL: mailServer.optional(),
  MAIL_FROM: sender.optional(),
});

const schema = settings
  .refine((env) => !env.SMTP_URL === !env.MAIL_FROM, {
    path: ["MAIL_FROM"],
    error: "belongs with SMTP_URL: set both or neither",
  })
  .refine((env) => !env.SSO_ALLOW_LOOPBACK_METADATA || isLoopback(new URL(env.PUBLIC_URL)), {
    path: ["SSO_ALLOW_LOOPBACK_METADATA"],
    error: "is for a portal on loopback only",
  });

export type Env = z.output<typeof schema>;

/**
 * Checks a whole environment.
 * @throws {Error} naming every bad variable at once, never their values
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const parsed = schema.safeParse(source);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment is not complete:\n${[...new Set(lines)].join("\n")}`);
}

let cached: Env | undefined;

/** The checked environment. Read on first use, not at import: the build needs none of it. */
export function env(): Env {
  cached ??= readEnv(process.env);
  return cached;
}
