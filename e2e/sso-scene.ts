import type { Page } from "playwright/test";
import { db } from "../lib/db";
import { metadataXml, newCertificate } from "../lib/sso/testing";
import { buildPersonWithPassword, expect, signInAs } from "./fixtures";

/** The provider's. */
export const certificate = newCertificate({ until: 400 });

/** An admin who is signed in. */
export async function newAdmin(page: Page, organizationId?: string) {
  const admin = await buildPersonWithPassword({
    role: "ORG_ADMIN",
    displayName: "Ada Admin",
    organizationId,
  });
  await signInAs(page, admin);
  return { admin, organizationId: admin.organizationId ?? "" };
}

/** A part of the page, by its heading. */
export const section = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

/** As if a test sign-in had passed. */
export const pass = (organizationId: string) =>
  db().organizationSso.update({ where: { organizationId }, data: { testedAt: new Date() } });

/** Pastes metadata, and waits for the answer. */
export async function paste(page: Page, xml: string): Promise<void> {
  const provider = section(page, "Your identity provider");
  await provider.getByText("I paste it").click();
  await provider.getByLabel("Metadata", { exact: true }).fill(xml);
  await provider.getByRole("button", { name: "Read metadata" }).click();
}

/** Sets the provider up. */
export async function connect(page: Page): Promise<void> {
  await paste(page, metadataXml({ certificates: [await certificate] }));
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("The identity provider is saved.")).toBeVisible();
}
