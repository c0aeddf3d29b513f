import { unseal } from "../../crypto";
import { pool } from "../../db";
import { normalizeAlias } from "../alias";
import { leaveToBridge, type PolicyAnswer, reject, use } from "./answer";
import type { DirectoryQuery } from "./input";

/** Where a device's password is sealed to. */
export const devicePasswordPlace = (deviceId: string) => `device.password:${deviceId}`;

/** `registrations/<alias>`: may a device register under this address, and with which credentials. */
export async function registration(rawAlias: string): Promise<PolicyAnswer> {
  const alias = normalizeAlias(rawAlias);
  const { rows } = await pool().query<{
    id: string;
    username: string;
    passwordSealed: string;
    active: boolean;
  }>(
    `SELECT d."id", d."username", d."passwordSealed", u."state" = 'ACTIVE' AS active
     FROM "Device" d JOIN "User" u ON u."id" = d."userId" WHERE d."alias" = $1`,
    [alias],
  );
  const [device] = rows;
  if (device?.active) {
    return use({
      username: device.username,
      password: unseal(device.passwordSealed, devicePasswordPlace(device.id)),
    });
  }
  const domain = alias.split("@")[1] ?? "";
  const ours = await pool().query(`SELECT 1 FROM "Organization" WHERE "videoDomain" = $1`, [domain]);
  return ours.rowCount ? reject() : leaveToBridge();
}

/**
 * `registrations`: the phonebook that a registered client searches. People and rooms of the asker's own organization,
 * and nothing for somebody we do not know.
 */
export async function directory({ q, registration_alias, limit }: DirectoryQuery): Promise<PolicyAnswer> {
  const asker = normalizeAlias(registration_alias);
  const pattern = `%${q.replace(/[\\%_]/g, "\\$&")}%`;
  const { rows } = await pool().query<{ alias: string; description: string }>(
    `WITH asker AS (
       SELECT u."organizationId" AS id FROM "User" u
       WHERE u."state" = 'ACTIVE' AND (u."videoAddress" = $1 OR u."id" = (SELECT d."userId" FROM "Device" d WHERE d."alias" = $1))
     )
     SELECT alias, description FROM (
       SELECT u."videoAddress" AS alias, u."displayName" AS description FROM "User" u JOIN asker ON asker.id = u."organizationId"
       WHERE u."state" = 'ACTIVE' AND u."videoAddress" IS NOT NULL
       UNION ALL
       SELECT r."alias", r."name" FROM "Room" r JOIN asker ON asker.id = r."organizationId"
       WHERE r."kind" = 'PERMANENT'
     ) AS entry
     WHERE alias ILIKE $2 OR description ILIKE $2
     ORDER BY description, alias LIMIT $3`,
    [asker, pattern, limit],
  );
  return use(rows.map((entry) => ({ ...entry, username: "" })));
}
