import { db } from "../db";

/** Removes requests that nobody answered or came for, and assertions that are refused for their age by now. Run by the worker. */
export async function purgeSaml(): Promise<number> {
  const where = { expiresAt: { lt: new Date() } };
  const requests = await db().samlRequest.deleteMany({ where });
  const assertions = await db().samlAssertion.deleteMany({ where });
  return requests.count + assertions.count;
}
