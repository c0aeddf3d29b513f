import { z } from "zod";
import { db } from "../db";
import { signInActions } from "./actions";

/** What sign-in events say of how; a word that is not known (any more) is left out. */
const facts = z.object({
  method: z.enum(["password", "saml", "activation", "recovery"]).nullable().catch(null),
  secondFactor: z.enum(["totp", "passkey", "recovery_code"]).nullable().catch(null),
  factor: z.enum(["totp", "passkey"]).nullable().catch(null),
});

/** One sign-in, or try, or change of a second factor, as its owner sees it. */
export type OwnSignIn = {
  id: string;
  at: Date;
  action: (typeof signInActions)[number];
  remoteAddress: string | null;
  method: z.output<typeof facts>["method"];
  secondFactor: z.output<typeof facts>["secondFactor"];
  /** Which was added or removed. */
  factor: z.output<typeof facts>["factor"];
};

/** A person's newest sign-ins, failed tries, and changes of second factors. */
export async function ownSignIns(userId: string, count = 20): Promise<OwnSignIn[]> {
  const rows = await db().auditEvent.findMany({
    where: { subjectId: userId, action: { in: [...signInActions] } },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: count,
  });
  return rows.map((row) => ({
    id: row.id.toString(),
    at: row.at,
    action: row.action as OwnSignIn["action"],
    remoteAddress: row.remoteAddress,
    ...facts.parse(row.facts),
  }));
}
