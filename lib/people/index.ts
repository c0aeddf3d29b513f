import { type Actor, authorizePerson, type PersonAction, visiblePeople } from "../access";
import { db } from "../db";
import { AppError } from "../errors";
import type { Prisma } from "../generated/prisma/client";
import type { AccountState, Role } from "../generated/prisma/enums";
import type { PeopleListInput } from "./input";

/** A person, as somebody who looks after the account sees them. */
export type PersonLine = {
  id: string;
  displayName: string;
  email: string;
  videoAddress: string | null;
  role: Role;
  state: AccountState;
  /** The organization, or for a reseller's staff the reseller. */
  belongsTo: string | null;
  hasApp: boolean;
  passkeys: number;
  /** A reset of the second factor that waits. */
  reset: { effectiveAt: Date; requestedAt: Date; isOwn: boolean } | null;
};

/** People on one page of a list. */
const PAGE_SIZE = 50;

const withState = {
  organization: { select: { name: true } },
  partner: { select: { name: true } },
  totp: { select: { userId: true } },
  factorResets: { where: { stoppedAt: null, doneAt: null } },
  _count: { select: { passkeys: true } },
} satisfies Prisma.UserInclude;

/** The people an actor looks after, by name. `next` continues behind the last one. */
export async function listPeople(
  actor: Actor,
  { q, after }: PeopleListInput,
): Promise<{ people: PersonLine[]; next: string | null }> {
  const contains = { contains: escaped(q), mode: "insensitive" } as const;
  const from = after ? cursorOf(after) : null;
  const rows = await db().user.findMany({
    where: {
      AND: [
        visiblePeople(actor),
        q ? { OR: [{ displayName: contains }, { email: contains }, { videoAddress: contains }] } : {},
        from
          ? { OR: [{ displayName: { gt: from.name } }, { displayName: from.name, id: { gt: from.id } }] }
          : {},
      ],
    },
    include: withState,
    orderBy: [{ displayName: "asc" }, { id: "asc" }],
    take: PAGE_SIZE + 1,
  });
  const page = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? page.at(-1) : undefined;
  return {
    people: page.map(({ organization, partner, totp, factorResets: [reset], _count, ...user }) => ({
      id: user.id,
      displayName: user.displayName,
      email: user.email,
      videoAddress: user.videoAddress,
      role: user.role,
      state: user.state,
      belongsTo: (organization ?? partner)?.name ?? null,
      hasApp: totp !== null,
      passkeys: _count.passkeys,
      reset: reset
        ? {
            effectiveAt: reset.effectiveAt,
            requestedAt: reset.requestedAt,
            isOwn: "userId" in actor && reset.requestedById === actor.userId,
          }
        : null,
    })),
    next: last ? Buffer.from(JSON.stringify([last.displayName, last.id])).toString("base64url") : null,
  };
}

/** What is looked for is text, not a pattern. */
const escaped = (q: string) => q.replace(/[\\%_]/g, "\\$&");

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A cursor that was tampered with starts the list anew. */
function cursorOf(after: string): { name: string; id: string } | null {
  try {
    const [name, id] = JSON.parse(Buffer.from(after, "base64url").toString());
    return typeof name === "string" && !name.includes("\0") && UUID.test(id) ? { name, id } : null;
  } catch {
    return null;
  }
}

/** What a decision on a person rests on, and the row itself. */
const withFacts = { organization: { select: { partnerId: true } } } satisfies Prisma.UserInclude;
type PersonRow = Prisma.UserGetPayload<{ include: typeof withFacts }>;

export const personFacts = ({ role, partnerId, organization }: PersonRow) => ({
  role,
  partnerId: organization?.partnerId ?? partnerId,
});

/**
 * Reads one person and decides on it.
 * @throws {AppError} `not_found` for whoever may not
 */
export async function loadPerson(
  actor: Actor,
  action: PersonAction,
  id: string,
  via: Prisma.TransactionClient = db(),
): Promise<PersonRow> {
  const row = await via.user.findUnique({ where: { id }, include: withFacts });
  if (!row) throw new AppError("not_found");
  authorizePerson(actor, action, personFacts(row));
  return row;
}
