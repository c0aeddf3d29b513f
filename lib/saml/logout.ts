import { inflateRawSync } from "node:zlib";
import { recordAudit } from "../audit";
import { digestOf, endSession, newToken, SESSIONS_CHANGED } from "../auth";
import { db } from "../db";
import { log } from "../log";
import { Minute } from "../time";
import { isSignedBy } from "./algorithms";
import { newRequestId } from "./begin";
import { REQUEST_MS } from "./browser";
import { CLOCK_SKEW_MS, instantOf, SUCCESS } from "./examine";
import { noteRefused } from "./refused";
import { findServiceProvider, messagesOf, type ServiceProvider } from "./service-provider";
import { usableKeys, verify } from "./signature";
import {
  attributeOf,
  BYTES_MAX,
  bytesOf,
  childrenOf,
  isNamed,
  NS,
  onlyChild,
  readDoc,
  textOf,
  textOfBytes,
  Unreadable,
} from "./xml";

/** A request to log out is of use for so long after it was made, in milliseconds. */
const LOGOUT_AGE_MAX_MS = 5 * Minute.ms;

const UNSPECIFIED = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";

/**
 * Ends this browser's session and, where it came from an identity provider with a logout of its own, leads there.
 * @returns the provider's address with our signed request, or null
 */
export async function signOut(token: string): Promise<string | null> {
  const session = await db().session.findUnique({
    where: { tokenHash: digestOf(token) },
    select: {
      samlNameId: true,
      samlNameIdFormat: true,
      samlSessionIndex: true,
      user: { select: { organization: { select: { slug: true } } } },
    },
  });
  // First of all: whatever comes of the provider, this session is over.
  await endSession(token);
  const slug = session?.user.organization?.slug;
  if (!session?.samlNameId || !slug) return null;
  const sp = await findServiceProvider(slug);
  if (!sp?.isEnabled || !sp.idp.sloUrl) return null;
  const id = newRequestId();
  await db().samlRequest.create({
    data: {
      id,
      organizationId: sp.organization.id,
      kind: "logout",
      returnTo: "",
      // Nothing is given out for the answer, so that any browser may bring it.
      browserHash: digestOf(newToken()),
      expiresAt: new Date(Date.now() + REQUEST_MS),
    },
  });
  const person = {
    issuer: sp.idp.entityId,
    nameID: session.samlNameId,
    nameIDFormat: session.samlNameIdFormat ?? UNSPECIFIED,
    sessionIndex: session.samlSessionIndex ?? undefined,
  };
  return messagesOf(sp, id).getLogoutUrlAsync(person, "", {});
}

/** A logout message as it came: the query as it was sent (its signature covers the very bytes), or a posted form. */
export type LogoutMessage =
  | { binding: "redirect"; query: string }
  | { binding: "post"; form: URLSearchParams };

/**
 * Takes the provider's request to log somebody out, or its answer to ours.
 * @returns where the browser goes on, or null for a message that is refused
 */
export async function takeLogout(
  sp: ServiceProvider,
  message: LogoutMessage,
  remoteAddress: string | null,
): Promise<string | null> {
  try {
    const { root, relayState } =
      message.binding === "redirect" ? readRedirect(sp, message.query) : readPost(sp, message.form);
    if (isNamed(root, NS.protocol, "LogoutResponse")) return await endLogout(sp, root);
    if (isNamed(root, NS.protocol, "LogoutRequest")) return await logOut(sp, root, relayState, remoteAddress);
    throw new Unreadable("not of logout");
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    await noteRefused(sp, "logout", remoteAddress);
    return null;
  }
}

type Signed = { root: Element; relayState: string };

/** SAML 2.0 Bindings, 3.4.4.1: the signature covers the parameters in this order, encoded as they were sent. */
function readRedirect(sp: ServiceProvider, query: string): Signed {
  const raw = new Map<string, string>();
  for (const part of query.split("&")) {
    const at = part.indexOf("=");
    const name = part.slice(0, at);
    if (raw.has(name)) throw new Unreadable("with a parameter twice");
    raw.set(name, part.slice(at + 1));
  }
  const kind = raw.has("SAMLRequest") ? "SAMLRequest" : "SAMLResponse";
  const [message, signature, algorithm] = [raw.get(kind), raw.get("Signature"), raw.get("SigAlg")];
  if (!message || !signature || !algorithm) throw new Unreadable("not signed");
  if (raw.has("SAMLRequest") && raw.has("SAMLResponse")) throw new Unreadable("two messages");
  const covered = [kind, "RelayState", "SigAlg"].filter((name) => raw.has(name));
  const text = covered.map((name) => `${name}=${raw.get(name)}`).join("&");
  const given = bytesOf(decoded(signature));
  const isGood = usableKeys(sp.idp.certificates, new Date()).some((key) =>
    isSignedBy(decoded(algorithm), text, key, given),
  );
  if (!isGood) throw new Unreadable("signed by somebody else");
  return {
    root: readDoc(inflated(bytesOf(decoded(message)))).root,
    relayState: decoded(raw.get("RelayState") ?? ""),
  };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll("+", " "));
  } catch {
    throw new Unreadable("not decoded");
  }
}

function inflated(bytes: Buffer): string {
  try {
    return textOfBytes(inflateRawSync(bytes, { maxOutputLength: BYTES_MAX }));
  } catch {
    throw new Unreadable("not inflated");
  }
}

function readPost(sp: ServiceProvider, form: URLSearchParams): Signed {
  const messages = [...form.getAll("SAMLRequest"), ...form.getAll("SAMLResponse")];
  const [message, second] = messages;
  if (!message || second) throw new Unreadable("not one message");
  const doc = readDoc(textOfBytes(bytesOf(message)));
  const verified = verify(doc, doc.root, usableKeys(sp.idp.certificates, new Date()));
  if (!verified.ok) throw new Unreadable(verified.found);
  return { root: readDoc(verified.bytes).root, relayState: form.get("RelayState") ?? "" };
}

/** What any message of the provider must say. @throws {Unreadable} */
function checkMessage(sp: ServiceProvider, root: Element): void {
  const issuer = onlyChild(root, NS.assertion, "Issuer");
  if (!issuer || textOf(issuer) !== sp.idp.entityId) throw new Unreadable("of another issuer");
  const destination = attributeOf(root, "Destination");
  if (destination !== null && destination !== sp.logout) throw new Unreadable("for another address");
  const now = Date.now();
  const made = instantOf(attributeOf(root, "IssueInstant"));
  const isInTime = made - CLOCK_SKEW_MS <= now && now < made + LOGOUT_AGE_MAX_MS + CLOCK_SKEW_MS;
  const end = attributeOf(root, "NotOnOrAfter");
  if (!isInTime || (end !== null && !(instantOf(end) + CLOCK_SKEW_MS > now)))
    throw new Unreadable("not of now");
}

/** Ends the sessions that the provider names, and answers it. */
async function logOut(
  sp: ServiceProvider,
  root: Element,
  relayState: string,
  remoteAddress: string | null,
): Promise<string> {
  checkMessage(sp, root);
  const name = onlyChild(root, NS.assertion, "NameID");
  const nameId = name && textOf(name);
  const id = attributeOf(root, "ID");
  if (!nameId || !id) throw new Unreadable("without a name");
  const indexes = childrenOf(root, NS.protocol, "SessionIndex").map(textOf);
  await endNamedSessions(sp, { id, nameId, indexes }, remoteAddress);
  if (!sp.idp.sloUrl) return "/login";
  const request = { issuer: sp.idp.entityId, nameID: nameId, nameIDFormat: UNSPECIFIED, ID: id };
  return messagesOf(sp, newRequestId()).getLogoutResponseUrlAsync(
    request,
    relayState.slice(0, 1000),
    {},
    true,
  );
}

type Named = { id: string; nameId: string; indexes: string[] };

const endNamedSessions = (
  sp: ServiceProvider,
  { id, nameId, indexes }: Named,
  remoteAddress: string | null,
) =>
  db().$transaction(async (tx) => {
    const { id: organizationId, partnerId } = sp.organization;
    const expiresAt = new Date(Date.now() + LOGOUT_AGE_MAX_MS + 2 * CLOCK_SKEW_MS);
    const used = { organizationId, issuer: sp.idp.entityId, assertionId: id, expiresAt };
    // Somebody who kept the message must not sign the person out again and again.
    if ((await tx.samlAssertion.createMany({ data: used, skipDuplicates: true })).count === 0)
      throw new Unreadable("used already");
    const gone = await tx.$queryRaw<{ userId: string }[]>`
      WITH waiting AS (
        DELETE FROM "PendingSignIn" p USING "User" u
        WHERE u."id" = p."userId" AND u."organizationId" = ${organizationId}::uuid AND p."samlNameId" = ${nameId}
          AND (cardinality(${indexes}::text[]) = 0 OR p."samlSessionIndex" = ANY(${indexes}::text[]))
      )
      DELETE FROM "Session" s USING "User" u
      WHERE u."id" = s."userId" AND u."organizationId" = ${organizationId}::uuid AND s."samlNameId" = ${nameId}
        AND (cardinality(${indexes}::text[]) = 0 OR s."samlSessionIndex" = ANY(${indexes}::text[]))
      RETURNING s."userId"::text`;
    const [first] = gone;
    log.info({ organizationId, userId: first?.userId, count: gone.length }, "sso.logged_out");
    if (!first) return;
    await tx.$executeRaw`SELECT pg_notify(${SESSIONS_CHANGED}, ${first.userId})`;
    const facts = { method: "saml", count: gone.length };
    const whom = { subjectId: first.userId, organizationId, partnerId, remoteAddress };
    await recordAudit({ action: "session.ended", ...whom, facts }, tx);
  });

/** The provider's answer to our request: tells the person how far the logout went. Nothing else hangs on it. */
async function endLogout(sp: ServiceProvider, root: Element): Promise<string> {
  checkMessage(sp, root);
  const id = attributeOf(root, "InResponseTo") ?? "";
  const where = { id, organizationId: sp.organization.id, kind: "logout" };
  const { count } = await db().samlRequest.deleteMany({ where });
  const status = onlyChild(root, NS.protocol, "Status");
  const code = status && onlyChild(status, NS.protocol, "StatusCode");
  const isDone = count === 1 && code !== null && attributeOf(code, "Value") === SUCCESS;
  return `/login?out=${isDone ? "everywhere" : "here"}`;
}
