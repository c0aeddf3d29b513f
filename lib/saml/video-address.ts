import { personAddress } from "../auth/input";
import type { Prisma } from "../generated/prisma/client";

/**
 * The video address of somebody who gets an account just in time: what the mail address has before its @, on the
 * organization's video domain, as addresses are made for everybody else. Null when it leads somewhere else already; an
 * admin gives another one then. The address stays this one's until the transaction ends.
 */
export async function newVideoAddress(
  email: string,
  videoDomain: string,
  tx: Prisma.TransactionClient,
): Promise<string | null> {
  const { data: address } = personAddress.safeParse(`${email.slice(0, email.indexOf("@"))}@${videoDomain}`);
  if (!address) return null;
  // Two people with one name at two mail domains, at the same moment: the second one finds it taken.
  const place = JSON.stringify(["video address", address]);
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${place}, 0))`;
  const people = await tx.user.count({ where: { OR: [{ videoAddress: address }, { email: address }] } });
  const rooms = await tx.roomAlias.count({ where: { alias: address } });
  const devices = await tx.device.count({ where: { alias: address } });
  return people + rooms + devices === 0 ? address : null;
}
