import { recordAudit } from "../audit";
import { countTries } from "../auth";
import { log } from "../log";
import type { NoPerson } from "./person";
import type { SamlCheckId } from "./report";
import type { ServiceProvider } from "./service-provider";

/** What was not right: a check of the answer, the browser that came for it, or a logout's own. */
export type RefusedFor = SamlCheckId | "browser" | "logout";

/**
 * Notes a message that was refused: one line in the log, one event in the audit. An attack must not fill the audit log,
 * so there are only so many events an hour for an address and for an organization.
 */
export async function noteRefused(
  sp: ServiceProvider,
  check: RefusedFor,
  remoteAddress: string | null,
  why?: NoPerson,
): Promise<void> {
  const { id: organizationId, partnerId } = sp.organization;
  log.info({ organizationId, check, why }, "sso.refused");
  const counted = await countTries([
    { kind: "refusedAnswer", subject: `${organizationId} ${remoteAddress ?? "unknown"}` },
    { kind: "refusedAnswers", subject: organizationId },
  ]);
  if (!counted.allowed) return;
  await recordAudit({
    action: "sso.refused",
    organizationId,
    partnerId,
    remoteAddress,
    facts: { check, ...(why && { why }) },
  });
}
