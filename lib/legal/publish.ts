import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { z } from "zod";
import { recordAudit } from "../audit";
import { db, transaction } from "../db";
import { AppError } from "../errors";
import { type LegalKind, LegalSource } from "../generated/prisma/enums";
import { locales } from "../i18n";

const kinds = { terms: "TERMS", privacy: "PRIVACY" } as const satisfies Record<string, LegalKind>;

/** A text as it is given to {@link publishPartnerText}. */
export const newLegalText = z.object({
  partner: z.string(),
  kind: z.enum(["terms", "privacy"]),
  locale: z.enum(locales),
  /** Markdown. */
  body: z.string().trim().min(1, "the text is empty").max(200_000, "at most 200,000 characters"),
});

export const sourceInput = z.object({
  partner: z.string(),
  source: z
    .enum(["service", "white-label", "own"])
    .transform((source) => source.toUpperCase().replace("-", "_"))
    .pipe(z.enum(LegalSource)),
});

type Wording = { partnerId: string | null; kind: LegalKind; locale: string; body: string };

/**
 * Publishes a wording as the next version, unless it is the newest already.
 * @param client within a transaction
 * @returns its version, or null when nothing is new
 */
async function publish(client: Pick<pg.ClientBase, "query">, text: Wording): Promise<number | null> {
  // One at a time: no index keeps two texts of the service apart, because its partner is null.
  await client.query("SELECT pg_advisory_xact_lock(hashtext('LegalText'))");
  const { rows } = await client.query<{ version: number; body: string }>(
    `SELECT "version", "body" FROM "LegalText"
     WHERE "partnerId" IS NOT DISTINCT FROM $1 AND "kind" = $2::"LegalKind" AND "locale" = $3
     ORDER BY "version" DESC LIMIT 1`,
    [text.partnerId, text.kind, text.locale],
  );
  if (rows[0]?.body === text.body) return null;
  const version = (rows[0]?.version ?? 0) + 1;
  await client.query(
    `INSERT INTO "LegalText" ("id", "partnerId", "kind", "version", "locale", "body")
     VALUES ($1, $2, $3::"LegalKind", $4, $5, $6)`,
    [randomUUID(), text.partnerId, text.kind, version, text.locale, text.body],
  );
  return version;
}

/**
 * Publishes the service's own texts as this version of the portal has them. Part of every deployment; safe to repeat, and
 * from several machines at once.
 * @returns how many were new
 */
export async function publishDefaultTexts(connectionString: string): Promise<number> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  let count = 0;
  try {
    await client.query("BEGIN");
    for (const [file, kind] of Object.entries(kinds)) {
      for (const locale of locales) {
        const name = path.join(import.meta.dirname, "texts", `${file}.${locale}.md`);
        const body = fs.readFileSync(name, "utf8").trim();
        if (await publish(client, { partnerId: null, kind, locale, body })) count += 1;
      }
    }
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
  return count;
}

/**
 * Publishes a text of a reseller. It counts for people who activate from now on, once the reseller's source is `OWN`.
 * @throws {AppError} `not_found` for an unknown reseller, `conflict` when the newest version says the same
 */
export async function publishPartnerText(
  input: z.output<typeof newLegalText>,
): Promise<{ version: number; isShown: boolean }> {
  const { id: partnerId, legalSource } = await partnerOf(input.partner);
  const { locale, body } = input;
  const version = await transaction((client) =>
    publish(client, { partnerId, kind: kinds[input.kind], locale, body }),
  );
  if (version === null) throw new AppError("conflict", "the newest version says the same");
  const facts = { text: input.kind, locale, version };
  await recordAudit({ action: "policy.changed", partnerId, facts });
  return { version, isShown: legalSource === "OWN" };
}

/**
 * Decides whose texts a reseller's people accept.
 * @returns whether the reseller has texts of its own
 * @throws {AppError} `not_found` for an unknown reseller
 */
export async function setLegalSource({ partner, source }: z.output<typeof sourceInput>): Promise<boolean> {
  const { id: partnerId } = await partnerOf(partner);
  await db().$transaction(async (tx) => {
    await tx.partner.update({ where: { id: partnerId }, data: { legalSource: source } });
    await recordAudit({ action: "policy.changed", partnerId, facts: { legalSource: source } }, tx);
  });
  return (await db().legalText.count({ where: { partnerId } })) > 0;
}

async function partnerOf(slug: string) {
  const partner = await db().partner.findUnique({ where: { slug }, select: { id: true, legalSource: true } });
  if (!partner) throw new AppError("not_found", "no such partner");
  return partner;
}
