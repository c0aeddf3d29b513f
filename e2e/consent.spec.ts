import { expect, type Page, test } from "playwright/test";
import { passFirstFactor } from "../lib/auth";
import { db } from "../lib/db";
import { buildUser } from "./fixtures";

// Who comes in by single sign-on accepts the texts first. The way there is in saml.spec.ts.

/** A browser of somebody whom the provider has just confirmed, for the first time. */
async function confirmedByProvider(page: Page) {
  const user = await buildUser({ displayName: "Nora Newcomer" });
  const origin = { remoteAddress: "192.0.2.9", userAgent: null };
  const first = {
    userId: user.id,
    method: "saml",
    persistent: false,
    returnTo: "/rooms?q=there",
    origin,
  } as const;
  const { cookies, to } = await passFirstFactor(first);
  const url = process.env.PUBLIC_URL ?? "";
  await page.context().addCookies(cookies.map(({ name, value }) => ({ name, value, url })));
  await page.goto(to);
  return user;
}

const ticks = (page: Page) => ({
  terms: page.getByLabel("I have read the terms of use and accept them."),
  privacy: page.getByLabel("I have read the privacy policy and accept it."),
  submit: page.getByRole("button", { name: "Accept and go on" }),
});

async function acceptInTwoTries(page: Page, userId: string): Promise<void> {
  const { terms, privacy, submit } = ticks(page);
  await terms.check();
  await submit.click();
  await expect(page.getByText("Without the privacy policy the account cannot be opened.")).toBeVisible();
  await expect(terms).toBeChecked();
  expect(await db().consent.count({ where: { userId } })).toBe(0);
  await privacy.check();
  await submit.click();
  await page.waitForURL("**/rooms?q=there");
  expect(await db().consent.count({ where: { userId } })).toBe(2);
}

test("a newcomer reads and accepts the texts, and no page opens before", async ({ page }) => {
  const { id } = await confirmedByProvider(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Welcome, Nora Newcomer");
  for (const path of ["/rooms", "/profile/security", "/login/enroll", "/login/verify"]) {
    await page.goto(path);
    await page.waitForURL("**/login");
  }
  expect(await db().session.count({ where: { userId: id } })).toBe(0);
  await page.goto("/login/accept");
  await page.getByText("Terms of use", { exact: true }).first().click();
  await acceptInTwoTries(page, id);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the texts are accepted by a plain form", async ({ page }) => {
    const { id } = await confirmedByProvider(page);
    await acceptInTwoTries(page, id);
  });

  test("what waits is of no use when the account is closed meanwhile", async ({ page }) => {
    const { id } = await confirmedByProvider(page);
    await db().user.update({ where: { id }, data: { state: "SUSPENDED" } });
    const { terms, privacy, submit } = ticks(page);
    await terms.check();
    await privacy.check();
    await submit.click();
    await page.waitForURL("**/login?over=1");
    expect(await db().consent.count({ where: { userId: id } })).toBe(0);
  });
});
