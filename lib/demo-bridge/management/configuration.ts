import { z } from "zod";
import { pinProblem } from "../engine/entry";
import type { Service } from "../engine/model";
import type { OwnRoom } from "../options";
import type { OwnDevice } from "../registrations";
import { isoMicros } from "../time";

const base = "/api/admin/configuration/v1";

const pin = z.union([z.literal(""), z.string().regex(/^\d{3,19}[\d#]$/, "Enter 4 to 20 digits.")]);

const conferenceFields = z.object({
  name: z.string().min(1).max(250),
  service_type: z.enum(["conference", "lecture"]).default("conference"),
  description: z.string().default(""),
  pin: pin.default(""),
  guest_pin: pin.default(""),
  allow_guests: z.boolean().default(false),
  guests_can_present: z.boolean().default(true),
  mute_all_guests: z.boolean().default(false),
  participant_limit: z.int().min(0).max(1_000_000).nullable().default(null),
  crypto_mode: z.enum(["besteffort", "on", "off"]).nullable().default(null),
  host_view: z.string().default("one_main_seven_pips"),
  guest_view: z.string().nullable().default(null),
  primary_owner_email_address: z.string().default(""),
  tag: z.string().default(""),
});

const aliasFields = z.object({
  alias: z.string().min(1).max(250),
  conference: z.string(),
  description: z.string().default(""),
});

const deviceFields = z.object({
  alias: z.string().min(1).max(250),
  username: z.string().default(""),
  password: z.string().default(""),
  enable_sip: z.boolean().default(false),
  enable_h323: z.boolean().default(false),
  enable_infinity_connect_non_sso: z.boolean().default(false),
  enable_infinity_connect_sso: z.boolean().default(false),
  enable_standard_sso: z.boolean().default(false),
  primary_owner_email_address: z.string().default(""),
  description: z.string().default(""),
  tag: z.string().default(""),
});

const shapes = { conference: conferenceFields, conference_alias: aliasFields, device: deviceFields };

/** Resources that can be configured. */
export type ResourceName = keyof typeof shapes;

export const isResource = (name: string): name is ResourceName => Object.hasOwn(shapes, name);

export type ConfigurationRow = Record<string, unknown> & { id: number; resource_uri: string };

/** Messages per field, as the management API answers them with 400. */
export type FieldProblems = Record<string, string[]>;

const bare = (alias: string) => alias.toLowerCase().replace(/^(sips?|h323):/, "");

/** What is configured on the bridge itself, in memory. It counts where policy says `continue` or does not answer. */
export class Configuration {
  private readonly rows = {
    conference: new Map<number, ConfigurationRow>(),
    conference_alias: new Map<number, ConfigurationRow>(),
    device: new Map<number, ConfigurationRow>(),
  };
  private nextId = 1;

  constructor(rooms: readonly OwnRoom[]) {
    for (const room of rooms) this.addRoom(room);
  }

  all(name: ResourceName): ConfigurationRow[] {
    const rows = [...this.rows[name].values()];
    return name === "conference" ? rows.map((row) => this.withAliases(row)) : rows;
  }

  find(name: ResourceName, id: number): ConfigurationRow | null {
    const row = this.rows[name].get(id);
    if (!row) return null;
    return name === "conference" ? this.withAliases(row) : row;
  }

  create(name: ResourceName, fields: unknown): ConfigurationRow | FieldProblems {
    const parsed = this.parse(name, fields);
    if ("problems" in parsed) return parsed.problems;
    const id = this.nextId;
    this.nextId += 1;
    const row: ConfigurationRow = {
      ...parsed.values,
      ...(name === "conference_alias" ? {} : { creation_time: isoMicros(Date.now() / 1000) }),
      id,
      resource_uri: `${base}/${name}/${id}/`,
    };
    this.rows[name].set(id, row);
    return row;
  }

  /** @returns problems of the fields, or null when the change was made. */
  change(name: ResourceName, row: ConfigurationRow, fields: object): FieldProblems | null {
    const parsed = this.parse(name, { ...row, ...fields });
    if ("problems" in parsed) return parsed.problems;
    this.rows[name].set(row.id, { ...row, ...parsed.values });
    return null;
  }

  remove(name: ResourceName, id: number): void {
    const row = this.rows[name].get(id);
    this.rows[name].delete(id);
    if (name !== "conference" || !row) return;
    for (const alias of this.rows.conference_alias.values()) {
      if (alias.conference === row.resource_uri) this.rows.conference_alias.delete(alias.id);
    }
  }

  /** The room configured here under an alias. */
  room(alias: string): Service | null {
    const wanted = bare(alias);
    const found = [...this.rows.conference_alias.values()].find((row) => bare(String(row.alias)) === wanted);
    const row = [...this.rows.conference.values()].find((one) => one.resource_uri === found?.conference);
    const parsed = row && conferenceFields.safeParse(row);
    return parsed?.success ? serviceOf(parsed.data) : null;
  }

  device(alias: string): OwnDevice | null {
    const row = [...this.rows.device.values()].find((one) => bare(String(one.alias)) === bare(alias));
    return row
      ? { alias: String(row.alias), username: String(row.username), password: String(row.password) }
      : null;
  }

  private addRoom(room: OwnRoom): void {
    const row = this.create("conference", {
      name: room.name,
      pin: room.pin ?? "",
      guest_pin: room.guestPin ?? "",
      allow_guests: room.allowGuests ?? false,
      participant_limit: room.participantLimit ?? null,
      tag: room.tag ?? "",
    });
    if (!("resource_uri" in row)) throw new TypeError(`Own room ${room.name}: ${JSON.stringify(row)}`);
    for (const alias of room.aliases)
      this.create("conference_alias", { alias, conference: row.resource_uri });
  }

  private parse(name: ResourceName, fields: unknown): { values: object } | { problems: FieldProblems } {
    const parsed = shapes[name].safeParse(fields);
    if (!parsed.success)
      return { problems: z.flattenError(parsed.error as z.ZodError).fieldErrors as FieldProblems };
    if (name === "conference") {
      const { pin: host, guest_pin, allow_guests } = parsed.data as z.output<typeof conferenceFields>;
      const problem = pinProblem({
        ...(host ? { pin: host } : {}),
        guestPin: guest_pin,
        allowGuests: allow_guests,
      });
      if (problem) return { problems: { pin: [problem] } };
    }
    return { values: parsed.data };
  }

  private withAliases(row: ConfigurationRow): ConfigurationRow {
    const aliases = [...this.rows.conference_alias.values()].filter(
      (one) => one.conference === row.resource_uri,
    );
    return { ...row, aliases };
  }
}

const serviceOf = (row: z.output<typeof conferenceFields>): Service => ({
  name: row.name,
  serviceType: row.service_type,
  tag: row.tag,
  pin: row.pin || null,
  guestPin: row.guest_pin || null,
  allowGuests: row.allow_guests,
  guestsCanPresent: row.guests_can_present,
  locked: false,
  muteAllGuests: row.mute_all_guests,
  participantLimit: row.participant_limit,
  cryptoMode: row.crypto_mode,
  view: "1:7",
  automaticParticipants: [],
});
