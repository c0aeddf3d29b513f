import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "../db";
import { buildPartner } from "../testing/factories";
import { Day } from "../time";
import { type Configurer, commandLine } from "./configurer";
import type { PlainIdp } from "./metadata";
import { previewIdp, removeIdp, saveIdp } from "./provider";
import { changeRule } from "./rules";
import { getSignInSettings } from "./settings";
import {
  buildAdmin,
  buildProvider,
  changesOf,
  metadataXml,
  newCertificate,
  plainIdp,
  publishMetadata,
  ssoOf,
} from "./testing";

let metadata: Awaited<ReturnType<typeof publishMetadata>>;
let certificate: string;
let next: string;
beforeAll(async () => {
  metadata = await publishMetadata();
  [certificate, next] = await Promise.all([newCertificate(), newCertificate({ until: 700 })]);
});
afterAll(() => metadata.stop());

describe("an identity provider", () => {
  it("is looked at before it is saved; our own key is made once and stays", async () => {
    const { by, organizationId } = await buildAdmin();
    const text = metadataXml({ certificates: [certificate] });
    const seen = await previewIdp(by, organizationId, { text });
    if (!seen.ok) throw new Error("not read");
    expect(seen.preview).toMatchObject({ metadataUrl: null, standing: null });
    expect(await db().organizationSso.count({ where: { organizationId } })).toBe(0);
    expect(await saveIdp(by, organizationId, { idp: seen.preview.plain, metadataUrl: null })).toEqual({
      ok: true,
    });
    const first = await ssoOf(organizationId);
    expect(first).toMatchObject({
      idpEntityId: "https://idp.example/metadata",
      certificates: [certificate],
      isEnabled: false,
    });
    expect(new X509Certificate(first.spCertificate).subject).toBe("CN=localhost");

    await db().organizationSso.update({
      where: { organizationId },
      data: { testedAt: new Date(), isEnabled: true },
    });
    await saveIdp(by, organizationId, { idp: plainIdp({ certificates: [next] }), metadataUrl: null });
    expect(await ssoOf(organizationId)).toMatchObject({
      certificates: [next],
      spCertificate: first.spCertificate,
      isEnabled: true,
      testedAt: null,
    });
    expect(await changesOf(organizationId)).toEqual([
      "sso.changed provider_set",
      "sso.changed provider_updated",
    ]);
  });

  it("that is another one than before is off, and nobody must use it, until it was tested", async () => {
    const { by, user, organizationId } = await buildAdmin();
    await buildProvider(organizationId, { testedAt: new Date() });
    await changeRule(by, organizationId, { rule: "enabled", on: true });
    await changeRule(by, organizationId, { rule: "required", on: true, breakGlassUserId: user.id });
    const text = metadataXml({ entityId: "https://other.example/", certificates: [certificate] });
    expect(await previewIdp(by, organizationId, { text })).toMatchObject({ preview: { standing: "other" } });
    await saveIdp(by, organizationId, {
      idp: plainIdp({ entityId: "https://other.example/", certificates: [certificate] }),
      metadataUrl: null,
    });
    expect((await getSignInSettings(by.actor, organizationId)).stage).toBe("set_up");
    expect(await changeRule(by, organizationId, { rule: "enabled", on: true })).toEqual({
      ok: false,
      reason: "not_tested",
    });
  });

  it("is not saved from what a preview could not have shown", async () => {
    const { by, organizationId } = await buildAdmin();
    const save = (plain: PlainIdp, metadataUrl: string | null = null) =>
      saveIdp(by, organizationId, { idp: plain, metadataUrl });
    expect(await save(plainIdp({ certificates: [] }))).toMatchObject({ problem: "no_certificate" });
    expect(
      await save(plainIdp({ certificates: [certificate], ssoUrl: "http://idp.example/" })),
    ).toMatchObject({ problem: "insecure_address" });
    expect(await save(plainIdp({ certificates: [certificate] }), "http://idp.example/")).toMatchObject({
      ok: true,
    });
    expect(await save(plainIdp({ certificates: [certificate] }), "file:///etc/passwd")).toMatchObject({
      problem: "address_format",
    });
  });

  it("is read by address, so often and no more", async () => {
    const { by, organizationId } = await buildAdmin();
    metadata.answer = metadataXml({ certificates: [certificate] });
    const preview = () => previewIdp(by, organizationId, { address: metadata.address });
    expect(await preview()).toMatchObject({ ok: true, preview: { metadataUrl: metadata.address } });
    metadata.answer = "<html/>";
    expect(await preview()).toEqual({ ok: false, problem: "not_metadata" });
    expect(await previewIdp(by, organizationId, { address: "ftp://x" })).toEqual({
      ok: false,
      problem: "address_format",
    });
    expect(await previewIdp(by, organizationId, { address: "https://10.0.0.1/" })).toEqual({
      ok: false,
      problem: "unreachable",
    });
    for (let i = 0; i < 7; i++) await preview();
    expect(await preview()).toMatchObject({ ok: false, problem: { key: "throttled" } });
    expect(await previewIdp(commandLine, organizationId, { address: metadata.address })).toEqual({
      ok: false,
      problem: "not_metadata",
    });
  });

  it("goes when it is removed, and who people were to it stays noted", async () => {
    const { by, user, organizationId } = await buildAdmin();
    await buildProvider(organizationId, { isEnabled: true });
    await changeRule(by, organizationId, { rule: "required", on: true, breakGlassUserId: user.id });
    await db().federatedIdentity.create({
      data: { organizationId, issuer: "i", nameId: "n", userId: user.id },
    });
    await removeIdp(by, organizationId);
    await removeIdp(by, organizationId);
    const settings = await getSignInSettings(by.actor, organizationId);
    expect(settings).toMatchObject({ stage: "not_set_up", provider: null });
    expect(await db().organization.findUnique({ where: { id: organizationId } })).toMatchObject({
      requiresSso: false,
    });
    expect(await db().federatedIdentity.count({ where: { organizationId } })).toBe(1);
    expect((await changesOf(organizationId)).filter((one) => one.endsWith("provider_removed"))).toHaveLength(
      1,
    );
  });
});

it("is the organization's admins' alone, with a fresh proof for each change", async () => {
  const { by, user, organizationId } = await buildAdmin();
  await buildProvider(organizationId);
  const foreign = await buildAdmin();
  const partnerId = (await buildPartner()).id;
  const actors: Configurer["actor"][] = [
    foreign.by.actor,
    { kind: "user", userId: user.id, organizationId },
    { kind: "partner", userId: user.id, partnerId, canManage: true },
    { kind: "operator", userId: user.id },
  ];
  const change = { rule: "secondFactor", on: true } as const;
  const refused = { code: "not_found" };
  for (const actor of actors) {
    const other = { ...by, actor } as Configurer;
    await expect(getSignInSettings(actor, organizationId)).rejects.toMatchObject(refused);
    await expect(previewIdp(other, organizationId, { text: "" })).rejects.toMatchObject(refused);
    await expect(
      saveIdp(other, organizationId, { idp: plainIdp({ certificates: [certificate] }), metadataUrl: null }),
    ).rejects.toMatchObject(refused);
    await expect(removeIdp(other, organizationId)).rejects.toMatchObject(refused);
    await expect(changeRule(other, organizationId, change)).rejects.toMatchObject(refused);
  }
  const stale = { ...by, provenAt: new Date(Date.now() - Day.ms) } as Configurer;
  const unproven = { code: "proof_required" };
  await expect(previewIdp(stale, organizationId, { text: "" })).rejects.toMatchObject(unproven);
  await expect(
    saveIdp(stale, organizationId, { idp: plainIdp({ certificates: [certificate] }), metadataUrl: null }),
  ).rejects.toMatchObject(unproven);
  await expect(removeIdp(stale, organizationId)).rejects.toMatchObject(unproven);
  await expect(changeRule(stale, organizationId, change)).rejects.toMatchObject(unproven);
  expect(await changesOf(organizationId)).toEqual([]);
});
