import { type Actor, authorizeOrganization } from "../access";
import { requireProof, type Viewer } from "../auth";
import type { Prisma } from "../generated/prisma/client";

/** Who configures how an organization's people sign in. */
export type Configurer =
  | {
      actor: Viewer["actor"];
      /** The session in which it is done: it outlives what ends others. */
      sessionId: string;
      provenAt: Date;
      remoteAddress: string | null;
    }
  | { actor: Extract<Actor, { kind: "system" }>; remoteAddress: null };

export const configurerOf = (
  { actor, sessionId, provenAt }: Viewer,
  remoteAddress: string | null,
): Configurer => ({ actor, sessionId, provenAt, remoteAddress });

/** The operator at the command line: whoever reaches the database needs no further proof. */
export const commandLine: Configurer = {
  actor: { kind: "system", job: "command_line" },
  remoteAddress: null,
};

/** @throws {AppError} `not_found`, or `proof_required` when a person proved too long ago who they are */
export function requireConfigurer(by: Configurer, organizationId: string): void {
  authorizeOrganization(by.actor, "organization.configureSignIn", { organizationId });
  if ("provenAt" in by) requireProof(by);
}

/** For an audit event of a change. */
export const whoAndWhere = (by: Configurer, organizationId: string) => ({
  actorId: "userId" in by.actor ? by.actor.userId : null,
  organizationId,
  remoteAddress: by.remoteAddress,
});

/** Makes changes of one organization's sign-in wait for each other: each rests on what the one before left. */
export async function lockOrganization(organizationId: string, tx: Prisma.TransactionClient): Promise<void> {
  await tx.$queryRaw`SELECT "id" FROM "Organization" WHERE "id" = ${organizationId}::uuid FOR UPDATE`;
}
