// The operator's commands for single sign-on: what an organization's admin does on /admin/sso.
import fs from "node:fs";
import { z } from "zod";
import { personAddress } from "../lib/auth/input";
import { db } from "../lib/db";
import { AppError } from "../lib/errors";
import {
  changeRule,
  claimDomain,
  commandLine,
  decodeMetadata,
  type MetadataSource,
  previewIdp,
  type RuleChange,
  saveIdp,
  vouchForDomain,
} from "../lib/sso";

const organization = z.string().min(1);
const isOn = z.boolean().default(false);

export const domainOptions = z.object({ organization, domain: z.string().min(1) });
export const setSsoOptions = z
  .object({
    organization,
    /** A file, or an address that is then read again each day. */
    metadata: z.string().min(1),
    enable: isOn,
    require: isOn,
    "break-glass": personAddress.optional(),
    jit: isOn,
  })
  .refine((input) => !input.require || input["break-glass"], {
    path: ["break-glass"],
    error: "--require needs the address of an admin who keeps the password",
  });

/** @throws {AppError} `not_found` */
async function idOf(slug: string): Promise<string> {
  const found = await db().organization.findUnique({ where: { slug }, select: { id: true } });
  if (!found) throw new AppError("not_found", `no organization ${slug}`);
  return found.id;
}

function sourceOf(metadata: string): MetadataSource {
  if (/^https?:/i.test(metadata)) return { address: metadata };
  try {
    return { text: decodeMetadata(fs.readFileSync(metadata)) };
  } catch {
    throw new AppError("invalid_input", `cannot read ${metadata}`);
  }
}

const refuse = (problem: unknown): never => {
  throw new AppError("invalid_input", `refused: ${typeof problem === "string" ? problem : "throttled"}`);
};

/** Sets an organization's provider and, when asked to, its rules. @throws {AppError} */
export async function setSso(input: z.output<typeof setSsoOptions>): Promise<string> {
  const organizationId = await idOf(input.organization);
  const read = await previewIdp(commandLine, organizationId, sourceOf(input.metadata));
  if (!read.ok) return refuse(read.problem);
  const { idp, plain, metadataUrl } = read.preview;
  const saved = await saveIdp(commandLine, organizationId, { idp: plain, metadataUrl });
  if (!saved.ok) return refuse(saved.problem);
  const lines = [`organization ${input.organization} signs in through ${idp.entityId}`];
  for (const { notAfter, fingerprint } of idp.certificates)
    lines.push(`  certificate until ${notAfter.toISOString()}, SHA-256 ${fingerprint}`);
  lines.push(...idp.notices.map((notice) => `  note: ${notice}`));

  const changes: RuleChange[] = [];
  if (input.enable || input.require) changes.push({ rule: "enabled", on: true });
  if (input.jit) changes.push({ rule: "justInTime", on: true });
  if (input.require)
    changes.push({ rule: "required", on: true, breakGlassUserId: await adminId(input["break-glass"]) });
  for (const change of changes) {
    const changed = await changeRule(commandLine, organizationId, change);
    if (!changed.ok) return refuse(`${change.rule}: ${changed.reason}`);
    lines.push(
      `  ${change.rule}: on${changed.endedSessions ? `, ${changed.endedSessions} sessions ended` : ""}`,
    );
  }
  return lines.join("\n");
}

/** Somebody who may be a break-glass admin is checked where the rule is changed. */
async function adminId(email: string | undefined): Promise<string> {
  const person = await db().user.findUnique({ where: { email: email ?? "" }, select: { id: true } });
  if (!person) throw new AppError("not_found", `no person ${email}`);
  return person.id;
}

/** Claims a domain, and says which record proves it. @throws {AppError} */
export async function claim({ organization, domain }: z.output<typeof domainOptions>): Promise<string> {
  const claimed = await claimDomain(commandLine, await idOf(organization), domain);
  if (!claimed.ok) return refuse(claimed.problem);
  return `claimed ${claimed.domain}; it is verified by the TXT record ${claimed.record.host}: ${claimed.record.text}`;
}

/** Verifies a domain on the operator's word. @throws {AppError} */
export async function vouch({ organization, domain }: z.output<typeof domainOptions>): Promise<string> {
  const verified = await vouchForDomain(commandLine, await idOf(organization), domain);
  if (verified.ok) return `verified ${domain} for ${organization}`;
  return refuse("problem" in verified ? verified.problem : verified.reason);
}
