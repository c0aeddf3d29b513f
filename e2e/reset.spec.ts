import type { Page } from "playwright/test";
import { db, pool } from "../lib/db";
import { codeAt } from "../lib/testing/totp-codes";
import { expectAccessible } from "./accessible";
import {
  buildOrganization,
  buildPartner,
  buildPersonWithPassword,
  buildUser,
  expect,
  giveApp,
  PASSWORD,
  signInAs,
  test,
} from "./fixtures";
import { mailTo } from "./mailbox";
import { LoginPage } from "./pages/login-page";

/** Somebody whose app is lost, and the admin of their reseller, signed in on the page. */
async function lostApp(page: Page) {
  const { id: partnerId } = await buildPartner();
  const { id: organizationId } = await buildOrganization({ partnerId });
  const person = await buildPersonWithPassword({ organizationId, displayName: "Lena Lost" });
  const seed = await giveApp(person.id);
  const admin = await buildUser({ partnerId, role: "PARTNER_ADMIN" });
  await signInAs(page, admin);
  return { person, seed, admin };
}

async function askForReset(page: Page): Promise<void> {
  await page.goto("/partner/people");
  await page.getByLabel("Reset second factor of Lena Lost").click();
  await page.getByRole("button", { name: "Reset second factor", exact: true }).click();
  await expect(page.getByText("as you asked")).toBeVisible();
}

test("a partner's admin asks for a reset, and after a day the owner gets in by the password alone", async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  const { person, admin } = await lostApp(page);
  const owner = await (await browser.newContext()).newPage();
  await signInAs(owner, person);

  await page.goto("/rooms");
  await page.getByRole("link", { name: "People" }).click();
  await page.getByRole("searchbox", { name: "Search people" }).fill("nobody like this");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByText("Nobody matches")).toBeVisible();
  await page.getByRole("searchbox", { name: "Search people" }).fill("LENA");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: person.email })).toContainText("app");
  await expectAccessible(page);

  // Who signed in a while ago proves it first.
  const provenAt = new Date(Date.now() - 11 * 60_000);
  await db().session.updateMany({ where: { userId: admin.id }, data: { provenAt } });
  await page.getByLabel("Reset second factor of Lena Lost").click();
  await page.getByRole("button", { name: "Reset second factor", exact: true }).click();
  await expect(page.getByText("please confirm that it is you")).toBeVisible();
  expect(await db().factorReset.count({ where: { userId: person.id } })).toBe(0);
  await db().session.updateMany({ where: { userId: admin.id }, data: { provenAt: new Date() } });

  await askForReset(page);
  const mail = await mailTo(person.email);
  expect(mail.subject).toContain("about to be removed");
  // A day later.
  await pool().query(
    `UPDATE "FactorReset" SET "effectiveAt" = now() - interval '1 second' WHERE "userId" = $1`,
    [person.id],
  );
  await pool().query(`SELECT graphile_worker.add_job('factor:reset')`);
  expect((await mailTo(person.email, { after: 1 })).subject).toContain("was removed");
  await owner.goto("/rooms");
  await owner.waitForURL("**/login");
  await new LoginPage(owner).signIn(person.email, PASSWORD);
  await owner.waitForURL("**/rooms");
  await owner.goto(mail.link);
  await expect(owner.getByText("The reset is done already")).toBeVisible();
  await owner.close();
});

test("the owner stops a reset by the mailed link, without signing in; looking alone stops nothing", async ({
  page,
  browser,
}) => {
  const { person, seed } = await lostApp(page);
  await askForReset(page);
  const { link } = await mailTo(person.email);
  const owner = await (await browser.newContext()).newPage();
  await owner.goto(link);
  await owner.waitForURL("**/factor-reset/stop");
  await expectAccessible(owner);
  expect(await db().factorReset.count({ where: { userId: person.id, stoppedAt: null } })).toBe(1);
  await owner.getByRole("button", { name: "Stop the reset" }).click();
  await expect(owner.getByText("The reset was stopped.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Reset second factor of Lena Lost")).toBeVisible();
  await owner.goto("/login");
  await new LoginPage(owner).signIn(person.email, PASSWORD);
  await owner.waitForURL("**/login/verify");
  await owner.getByLabel("Code", { exact: true }).fill(codeAt(seed));
  await owner.getByRole("button", { name: "Log in" }).click();
  await owner.waitForURL("**/rooms");
  await owner.close();
});

test("who asked takes the reset back; a link that nobody knows says so", async ({ page }) => {
  const { person } = await lostApp(page);
  await askForReset(page);
  await page.getByRole("button", { name: "Cancel the reset of Lena Lost" }).click();
  await expect(page.getByLabel("Reset second factor of Lena Lost")).toBeVisible();
  expect(await db().factorReset.count({ where: { userId: person.id, stoppedAt: null } })).toBe(0);
  await page.goto(`/factor-reset/stop/open?token=${"x".repeat(43)}`);
  await expect(page.getByText("This link is not known, or is over.")).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a reset is asked for after a question", async ({ page }) => {
    await lostApp(page);
    await page.goto("/partner/people");
    await expect(page.getByRole("button", { name: "Reset second factor" })).toBeHidden();
    await askForReset(page);
  });
});
