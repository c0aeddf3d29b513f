import { type AuditEntry, recordAudit } from "../audit";
import { db } from "../db";
import type { Prisma } from "../generated/prisma/client";
import { log } from "../log";
import { acceptKnown } from "./accept-known";
import { authenticatedAt } from "./authenticated-at";
import { testPath } from "./begin";
import { COLLECT_MS } from "./browser";
import { type Checks, type Examined, examine, spentUntil } from "./examine";
import { type Confirmed, type Match, matchPerson, type NoPerson, settlePerson } from "./person";
import { noteRefused } from "./refused";
import type { SamlCheckId, SamlReport } from "./report";
import type { ServiceProvider } from "./service-provider";

/** What the identity provider posts. */
export type Answer = { response: string; relayState: string };

export type Accepted =
  /** The browser goes there: to collect its session or its proof, or to see a test's report. */
  | { ok: true; to: string }
  /** `person`: the provider proved who it is, but that person may not come in. Anything else is told to nobody. */
  | { ok: false; reason: "answer" | "person" };

/** Ends the transaction: what was refused leaves nothing behind. */
class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(
    readonly check: SamlCheckId,
    readonly why?: NoPerson,
  ) {
    super(check);
  }
}

/**
 * Takes an identity provider's answer. A good one is noted on the request that it answers, for the browser that made the
 * request to come for ({@link collect}, {@link collectProof}): this post comes from another site, so that the browser's
 * cookies do not come along.
 */
export async function acceptAnswer(
  sp: ServiceProvider,
  answer: Answer,
  remoteAddress: string | null,
): Promise<Accepted> {
  const examined = examine(answer.response, sp, new Date());
  const known = sp.isEnabled && isConfirmed(examined) ? await acceptKnown(sp, examined) : null;
  if (known && examined.inResponseTo) return answered(sp, examined.inResponseTo, known, "known");
  const test = (await testRequest(sp, examined.inResponseTo)) ?? (await testRequest(sp, answer.relayState));
  if (test) return reportTest(sp, test, examined, remoteAddress);
  const { failed } = examined.checks;
  try {
    if (failed || !isConfirmed(examined)) throw new Refusal(failed ?? "readable");
    const { userId, how } = await accept(sp, examined, remoteAddress);
    return answered(sp, examined.inResponseTo, userId, how);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await noteRefused(sp, error.check, remoteAddress, error.why);
    return { ok: false, reason: error.check === "person" ? "person" : "answer" };
  }
}

/** Where the browser comes for what its answer brought. */
function answered(
  { organization }: ServiceProvider,
  requestId: string,
  userId: string | null,
  how: "known" | "first_link" | "new" | "proof",
): Accepted {
  log.info({ organizationId: organization.id, userId, how }, "sso.answered");
  const door = how === "proof" ? "proven" : "done";
  return { ok: true, to: `/saml/${encodeURIComponent(organization.slug)}/${door}?id=${requestId}` };
}

type Good = Examined & { assertion: Confirmed; inResponseTo: string };
const isConfirmed = (examined: Examined): examined is Good =>
  examined.checks.failed === null &&
  typeof examined.assertion?.nameId === "string" &&
  examined.inResponseTo !== null;

/** All or nothing: the request is claimed, the assertion used up, the person found, linked or made. */
const accept = (sp: ServiceProvider, good: Good, remoteAddress: string | null) =>
  db().$transaction(async (tx) => {
    const kind = sp.isEnabled && (await claim(tx, sp, good));
    if (!kind) throw new Refusal("in_response_to");
    if (!(await spend(tx, sp, good.assertion))) throw new Refusal("replay");
    const match = await matchPerson(tx, sp, good.assertion);
    const noteUser = (userId: string | null) =>
      tx.$executeRaw`UPDATE "SamlRequest" SET "userId" = ${userId}::uuid WHERE "id" = ${good.inResponseTo}`;
    if (kind === "proof") {
      // Nobody is linked, made or turned away here: whether it is the right person is known where the session is.
      const userId = match.ok && match.how === "known" ? match.userId : null;
      await noteUser(userId);
      return { userId, how: kind };
    }
    if (!match.ok) throw new Refusal("person", match.why);
    const { userId, events } = await settlePerson(tx, sp, good.assertion, match);
    await noteUser(userId);
    await recordAll(events, remoteAddress, tx);
    return { userId, how: match.how };
  });

async function recordAll(events: AuditEntry[], remoteAddress: string | null, tx: Prisma.TransactionClient) {
  for (const event of events) await recordAudit({ ...event, remoteAddress }, tx);
}

/** Takes the request, in one statement: of many answers to it, or one posted many times, one gets it. */
async function claim(
  tx: Prisma.TransactionClient,
  sp: ServiceProvider,
  good: Good,
): Promise<"login" | "proof" | null> {
  const { nameId, nameIdFormat, sessionIndex } = good.assertion;
  const now = new Date();
  const [claimed] = await tx.$queryRaw<{ kind: "login" | "proof" }[]>`
    UPDATE "SamlRequest"
    SET "answeredAt" = now(), "expiresAt" = ${new Date(now.getTime() + COLLECT_MS)}, "samlNameId" = ${nameId},
        "samlNameIdFormat" = ${nameIdFormat}, "samlSessionIndex" = ${sessionIndex},
        "authenticatedAt" = ${authenticatedAt(good.assertion, now)}
    WHERE "id" = ${good.inResponseTo} AND "organizationId" = ${sp.organization.id}::uuid
      AND "kind" IN ('login', 'proof') AND "answeredAt" IS NULL AND "expiresAt" > ${now}
    RETURNING "kind"`;
  return claimed?.kind ?? null;
}

/** Notes an assertion as used, until its age alone refuses it. @returns false when it was used already */
async function spend(
  tx: Prisma.TransactionClient,
  sp: ServiceProvider,
  assertion: Confirmed,
): Promise<boolean> {
  const count = await tx.$executeRaw`
    INSERT INTO "SamlAssertion" ("organizationId", "issuer", "assertionId", "expiresAt")
    VALUES (${sp.organization.id}::uuid, ${sp.idp.entityId}, ${assertion.id}, ${spentUntil(new Date())}) ON CONFLICT DO NOTHING`;
  return count === 1;
}

type TestRequest = { id: string; userId: string | null };

async function testRequest(sp: ServiceProvider, id: string | null): Promise<TestRequest | null> {
  if (!id || !/^_[0-9a-f]{40}$/.test(id)) return null;
  const [request] = await db().$queryRaw<TestRequest[]>`
    SELECT "id", "userId"::text FROM "SamlRequest"
    WHERE "id" = ${id} AND "organizationId" = ${sp.organization.id}::uuid AND "kind" = 'test'
      AND "answeredAt" IS NULL AND "expiresAt" > ${new Date()}`;
  return request ?? null;
}

/** Finishes a test: the same checks, nobody signed in, linked or made, and the whole outcome for the admin to read. */
async function reportTest(
  sp: ServiceProvider,
  request: TestRequest,
  examined: Examined,
  remoteAddress: string | null,
): Promise<Accepted> {
  const { checks } = examined;
  const { id: organizationId, partnerId } = sp.organization;
  await db().$transaction(async (tx) => {
    const where = { id: request.id, answeredAt: null };
    const { count } = await tx.samlRequest.updateMany({ where, data: { answeredAt: new Date() } });
    if (count === 0) return;
    const isAnswer = checks.same("in_response_to", request.id, examined.inResponseTo);
    if (isAnswer && isConfirmed(examined)) {
      checks.note("replay", await spend(tx, sp, examined.assertion));
      notePerson(checks, await matchPerson(tx, sp, examined.assertion));
    }
    const { failed } = checks;
    await tx.samlRequest.update({ where: { id: request.id }, data: { report: reportOf(examined) } });
    if (failed === null)
      await tx.organizationSso.update({ where: { organizationId }, data: { testedAt: new Date() } });
    const { userId } = request;
    const facts = { passed: failed === null, ...(failed && { check: failed }) };
    await recordAudit(
      { action: "sso.tested", actorId: userId, organizationId, partnerId, remoteAddress, facts },
      tx,
    );
  });
  log.info({ organizationId, check: checks.failed }, "sso.tested");
  return { ok: true, to: testPath(request.id) };
}

function notePerson(checks: Checks, match: Match): void {
  checks.note("person", match.ok, undefined, match.ok ? undefined : match.why);
}

function reportOf({ assertion, checks, xml }: Examined): SamlReport {
  return {
    checks: checks.all(),
    assertion: assertion && {
      issuer: assertion.issuer,
      nameId: assertion.nameId,
      nameIdFormat: assertion.nameIdFormat,
      audience: assertion.audiences.flat().join(" ") || null,
      recipient: assertion.recipient,
      notBefore: assertion.notBefore,
      notOnOrAfter: assertion.notOnOrAfter,
      sessionIndex: assertion.sessionIndex,
      authnContext: assertion.authnContext,
      attributes: assertion.attributes,
    },
    xml,
  };
}
