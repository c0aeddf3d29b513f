"use server";

import { revalidatePath } from "next/cache";
import { redirect, unstable_rethrow } from "next/navigation";
import { z } from "zod";
import { requireAdmin } from "@/app/_server/admin";
import { requestOrigin } from "@/app/_server/cookies";
import { textOf } from "@/app/_server/form-action";
import type { CheckState, ClaimState } from "@/components/sso/domain-forms";
import type { ImportState, SaveState } from "@/components/sso/import-form";
import type { Problem } from "@/components/sso/problem";
import type { RuleState } from "@/components/sso/rule-controls";
import { AppError } from "@/lib/errors";
import {
  type Configurer,
  changeRule,
  checkDomain,
  claimDomain,
  configurerOf,
  decodeMetadata,
  METADATA_BYTES_MAX,
  type MetadataSource,
  plainIdp,
  previewIdp,
  removeDomain,
  removeIdp,
  type SourceProblem,
  saveIdp,
} from "@/lib/sso";
import { shownIdp } from "./shown-idp";

const PAGE = "/admin/sso";

/** Who → work → state. What lib refuses outright comes back as a problem; anything unexpected goes on to error.tsx. */
async function asAdmin<S>(
  work: (by: Configurer, organizationId: string) => Promise<S>,
): Promise<S | { problem: Problem }> {
  const admin = await requireAdmin();
  const { remoteAddress } = await requestOrigin();
  try {
    return await work(configurerOf(admin, remoteAddress), admin.actor.organizationId);
  } catch (error) {
    unstable_rethrow(error);
    if (error instanceof AppError) return { problem: { key: error.code } };
    throw error;
  }
}

const minutesOf = (seconds: number) => Math.ceil(seconds / 60);

const problemOf = (problem: SourceProblem): Problem =>
  typeof problem === "string"
    ? { key: problem }
    : { key: problem.key, minutes: minutesOf(problem.retryAfterSeconds) };

const sourceInput = z.enum(["address", "file", "text"]).catch("address");

/** What was typed or chosen. Null when there is nothing; a file that is no text is no XML either. */
async function sourceFrom(form: FormData, source: ImportState["source"]): Promise<MetadataSource | null> {
  const { address = "", text = "" } = textOf(form);
  if (source === "address") return address.trim() ? { address: address.trim() } : null;
  if (source === "text") return text.trim() ? { text: text.trim() } : null;
  const file = form.get("file");
  if (!(file instanceof File) || file.size === 0) return null;
  if (file.size > METADATA_BYTES_MAX) return { text: "x".repeat(METADATA_BYTES_MAX + 1) };
  try {
    return { text: decodeMetadata(new Uint8Array(await file.arrayBuffer())) };
  } catch {
    return { text: "" };
  }
}

/** Reads metadata and shows what would be saved. */
export async function readMetadataAction(_previous: ImportState, form: FormData): Promise<ImportState> {
  const source = sourceInput.parse(form.get("source"));
  const { address = "", text = "" } = textOf(form);
  const state = { source, values: { address, text: text.slice(0, METADATA_BYTES_MAX) } };
  const given = await sourceFrom(form, source);
  if (!given) return { ...state, problem: { key: "required" } };
  const answer = await asAdmin<ImportState>(async (by, organizationId) => {
    const read = await previewIdp(by, organizationId, given);
    if (!read.ok) return { problem: problemOf(read.problem) };
    const { idp, plain, metadataUrl, standing } = read.preview;
    return {
      preview: {
        idp: shownIdp(idp),
        notices: idp.notices,
        plain: JSON.stringify(plain),
        metadataUrl: metadataUrl ?? "",
        over: standing,
      },
    };
  });
  return { ...state, ...answer };
}

const parsedJson = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue("not JSON");
    return z.NEVER;
  }
});
const saveInput = z.object({ idp: parsedJson.pipe(plainIdp), metadataUrl: z.string().max(2048) });

/** Saves what the preview showed. */
export async function saveIdpAction(_previous: SaveState, form: FormData): Promise<SaveState> {
  const input = saveInput.safeParse(textOf(form));
  if (!input.success) return { problem: { key: "unknown" } };
  return asAdmin(async (by, organizationId) => {
    const { idp, metadataUrl } = input.data;
    const saved = await saveIdp(by, organizationId, { idp, metadataUrl: metadataUrl || null });
    return saved.ok ? done("provider") : { problem: { key: saved.problem } };
  });
}

export async function removeIdpAction(): Promise<SaveState> {
  return asAdmin(async (by, organizationId) => {
    await removeIdp(by, organizationId);
    return done("provider_removed");
  });
}

/** Back to the page, which says what was done; a form that is gone cannot. */
function done(what: "provider" | "provider_removed" | "domain" | "domain_removed"): never {
  revalidatePath(PAGE);
  redirect(`${PAGE}?done=${what}`);
}

const yesNo = z.enum(["yes", "no"]).transform((value) => value === "yes");
const ruleInput = z.union([
  z.object({ rule: z.enum(["enabled", "justInTime", "wantsEncrypted", "secondFactor"]), on: yesNo }),
  z.object({ rule: z.literal("required"), on: z.literal("no").transform(() => false as const) }),
  z.object({
    rule: z.literal("required"),
    on: z.literal("yes").transform(() => true as const),
    breakGlassUserId: z.uuid(),
  }),
]);

export async function changeRuleAction(_previous: RuleState, form: FormData): Promise<RuleState> {
  const typed = textOf(form);
  const input = ruleInput.safeParse(typed);
  if (!input.success)
    return typed.rule === "required" ? { refusal: "no_break_glass" } : { problem: { key: "unknown" } };
  return asAdmin<RuleState>(async (by, organizationId) => {
    const changed = await changeRule(by, organizationId, input.data);
    if (!changed.ok) return { refusal: changed.reason };
    revalidatePath(PAGE);
    return { changed: { on: input.data.on, endedSessions: changed.endedSessions } };
  });
}

export async function claimDomainAction(_previous: ClaimState, form: FormData): Promise<ClaimState> {
  const value = textOf(form).domain ?? "";
  const answer = await asAdmin<ClaimState>(async (by, organizationId) => {
    const claimed = await claimDomain(by, organizationId, value);
    return claimed.ok ? done("domain") : { field: claimed.problem };
  });
  return { ...answer, value: value.slice(0, 300) };
}

const domainInput = z.object({ domainId: z.uuid() });

export async function checkDomainAction(_previous: CheckState, form: FormData): Promise<CheckState> {
  const input = domainInput.safeParse(textOf(form));
  if (!input.success) return { problem: { key: "unknown" } };
  return asAdmin<CheckState>(async (by, organizationId) => {
    const checked = await checkDomain(by, organizationId, input.data.domainId);
    if (checked.ok) {
      revalidatePath(PAGE);
      return {};
    }
    const minutes = checked.reason === "throttled" ? minutesOf(checked.retryAfterSeconds) : undefined;
    return { outcome: { key: checked.reason, minutes } };
  });
}

export async function removeDomainAction(_previous: SaveState, form: FormData): Promise<SaveState> {
  const input = domainInput.safeParse(textOf(form));
  if (!input.success) return { problem: { key: "unknown" } };
  return asAdmin(async (by, organizationId) => {
    await removeDomain(by, organizationId, input.data.domainId);
    return done("domain_removed");
  });
}
