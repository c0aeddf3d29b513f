import type { Prisma } from "../generated/prisma/client";
import { type Mail, mailLater } from "../mail";

/**
 * Mails the admins of an organization about how its people sign in.
 * @returns how many
 */
export async function mailAdmins(
  organizationId: string,
  mail: Pick<Mail, "template" | "facts">,
  tx: Prisma.TransactionClient,
): Promise<number> {
  const admins = await tx.user.findMany({
    where: { organizationId, role: "ORG_ADMIN", state: "ACTIVE" },
    select: { id: true },
  });
  for (const { id } of admins) await mailLater({ ...mail, userId: id, path: "/admin/sso" }, tx);
  return admins.length;
}
