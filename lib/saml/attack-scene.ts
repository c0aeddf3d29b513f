import { expect } from "vitest";
import { db } from "../db";
import { buildUser } from "../testing/factories";
import { acceptAnswer } from "./accept";
import { beginLogin } from "./begin";
import { type AnswerParts, answerXml, buildSso } from "./testing";

// What an attacker sends who has seen an answer of the real provider, or makes one up. Every one must be refused, with
// the same words for all, and nothing may be written but one event in the audit.

export const VICTIM = "victim";
export const ATTACKER = "attacker";

export type Scene = Awaited<ReturnType<typeof scene>>;

/** For tests: a request that waits; the provider knows an attacker and the victim, both with an account. */
export async function scene(over: Parameters<typeof buildSso>[0] = {}) {
  const { sp, idp } = await buildSso(over);
  const organizationId = sp.organization.id;
  for (const nameId of [VICTIM, ATTACKER]) {
    const { id: userId } = await buildUser({ organizationId });
    const issuer = idp.entityId;
    await db().federatedIdentity.create({ data: { organizationId, issuer, nameId, userId } });
  }
  const begun = await beginLogin({
    slug: sp.organization.slug,
    kind: "login",
    returnTo: "/rooms",
    persistent: false,
    browserToken: undefined,
    remoteAddress: null,
  });
  if (!begun.ok) throw new Error("throttled");
  return { sp, idp, requestId: begun.requestId };
}

export const send = ({ sp }: Scene, response: string) =>
  acceptAnswer(sp, { response, relayState: "" }, "198.51.100.7");

/** Sends it, and makes sure that it was refused without a trace but its audit event. @returns the check that refused it */
export async function refused(place: Scene, response: string): Promise<string> {
  const { id: organizationId } = place.sp.organization;
  const where = { organizationId };
  const before = await db().auditEvent.count({ where });
  expect(await send(place, response)).toEqual({ ok: false, reason: "answer" });
  expect(await db().samlAssertion.count({ where })).toBe(0);
  expect(await db().federatedIdentity.count({ where })).toBe(2);
  expect(await db().session.count({ where: { user: where } })).toBe(0);
  expect(await db().samlRequest.findUnique({ where: { id: place.requestId } })).toMatchObject({
    answeredAt: null,
    userId: null,
  });
  const [event, ...more] = await db().auditEvent.findMany({ where, orderBy: { id: "desc" }, take: 1 });
  expect(more).toEqual([]);
  expect(await db().auditEvent.count({ where })).toBe(before + 1);
  expect(event?.action).toBe("sso.refused");
  return (event?.facts as { check: string } | undefined)?.check ?? "";
}

export const xmlOf = (place: Scene, over: Partial<AnswerParts> = {}) =>
  answerXml({ ...place, nameId: ATTACKER, ...over });

export const SIGNATURE = /<ds:Signature .*?<\/ds:Signature>/s;
