import type { Page } from "playwright/test";
import { db } from "../lib/db";
import { expectAccessible } from "./accessible";
import { buildOrganization, buildPersonWithPassword, expect, PASSWORD, signInAs, test } from "./fixtures";
import { LoginPage } from "./pages/login-page";

/** As if the person had signed in a while ago. */
const letProofLapse = (userId: string) =>
  db().session.updateMany({ where: { userId }, data: { provenAt: new Date(Date.now() - 11 * 60_000) } });

const confirmPath = (to: string) => `/login/confirm?to=${encodeURIComponent(to)}`;

async function signedInAWhileAgo(page: Page, over: Parameters<typeof buildPersonWithPassword>[0] = {}) {
  const user = await buildPersonWithPassword(over);
  await signInAs(page, user);
  await letProofLapse(user.id);
  return user;
}

async function confirmByPassword(page: Page): Promise<void> {
  await page.getByLabel("Password", { exact: true }).fill("not this one");
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("This is not your password.")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.waitForURL("**/rooms?q=confirmed");
}

test("somebody who is signed in proves it by the password, and goes on to where they came from", async ({
  page,
}) => {
  await signedInAWhileAgo(page);
  await page.goto(confirmPath("/rooms?q=confirmed"));
  await expect(page.getByRole("heading", { name: "Confirm it is you" })).toBeVisible();
  await expectAccessible(page);
  await confirmByPassword(page);
  // Nobody is asked twice.
  await page.goto(confirmPath("/rooms?q=confirmed"));
  await page.waitForURL("**/rooms?q=confirmed");
});

test("the proof leads nowhere else", async ({ page }) => {
  await signedInAWhileAgo(page);
  await page.goto(confirmPath("https://evil.example/"));
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.waitForURL("**/profile/security");
});

test("who is signed out signs in, and goes on", async ({ page }) => {
  const user = await buildPersonWithPassword();
  await page.goto(confirmPath("/rooms?q=confirmed"));
  await page.waitForURL("**/login?to=*");
  await new LoginPage(page).signIn(user.email, PASSWORD);
  await page.waitForURL("**/rooms?q=confirmed");
});

test("who has neither password nor factor is sent through the sign-in again", async ({ page }) => {
  const { id: organizationId } = await buildOrganization({ requiresSso: true });
  const user = await signedInAWhileAgo(page, { organizationId });
  await page.goto(confirmPath("/rooms"));
  await page.getByRole("button", { name: "Log in again" }).click();
  await page.waitForURL("**/login?to=%2Frooms");
  expect(await db().session.count({ where: { userId: user.id } })).toBe(0);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the proof is a plain form", async ({ page }) => {
    await signedInAWhileAgo(page);
    await page.goto(confirmPath("/rooms?q=confirmed"));
    await confirmByPassword(page);
  });
});
