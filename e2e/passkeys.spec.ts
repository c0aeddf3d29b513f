import type { Page } from "playwright/test";
import { db } from "../lib/db";
import { codeAt } from "../lib/testing/totp-codes";
import { expectAccessible } from "./accessible";
import { buildPartner, buildPersonWithPassword, expect, PASSWORD, signInAs, test } from "./fixtures";
import { LoginPage } from "./pages/login-page";
import { VirtualAuthenticator } from "./virtual-authenticator";

async function signIn(page: Page, address: string): Promise<void> {
  const login = await LoginPage.open(page);
  await login.signIn(address, PASSWORD);
}

const factors = (page: Page) => page.getByRole("region", { name: "Second factor" });

test("a partner gets in by a passkey alone, which is offered by itself, and never by a copy of it", async ({
  page,
}) => {
  test.setTimeout(60_000);
  const agent = await buildPersonWithPassword({
    role: "PARTNER_AGENT",
    partnerId: (await buildPartner()).id,
  });
  const key = await VirtualAuthenticator.plugIn(page);
  await signIn(page, agent.email);
  await page.waitForURL("**/login/enroll");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create a passkey" }).click();
  await expect(page.getByRole("heading", { name: "Your recovery codes" })).toBeFocused();
  await page.getByRole("button", { name: "I have kept them" }).click();
  await page.waitForURL("**/rooms");

  await page.context().clearCookies();
  await signIn(page, agent.email);
  // Nobody presses anything.
  await page.waitForURL("**/rooms");
  await page.goto("/profile/security");
  await expect(page.getByText("Password · passkey").first()).toBeVisible();

  // A copy of the key has counted less.
  const { credentialId } = await db().passkey.findFirstOrThrow({ where: { userId: agent.id } });
  await key.setCounter(credentialId, 0);
  await page.context().clearCookies();
  await signIn(page, agent.email);
  await page.waitForURL("**/login/verify");
  await expect(page.getByText("This passkey could not be checked")).toBeVisible();
  await expectAccessible(page);
  expect(await db().session.count({ where: { userId: agent.id, secondFactor: "passkey" } })).toBe(2);
});

test("somebody whose passkey is elsewhere gets words, and in by a code", async ({ page }) => {
  const person = await buildPersonWithPassword();
  const key = await VirtualAuthenticator.plugIn(page);
  await signInAs(page, person);
  await page.goto("/profile/security/passkey");
  await page.getByRole("button", { name: "Create a passkey" }).click();
  await expect(page.getByRole("heading", { name: "Your recovery codes" })).toBeFocused();
  const codes = await page.getByRole("main").getByRole("listitem").allInnerTexts();
  expect(codes).toHaveLength(10);
  await key.unplug();
  await VirtualAuthenticator.plugIn(page);
  await page.context().clearCookies();
  await signIn(page, person.email);
  await page.waitForURL("**/login/verify");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByText("The passkey was not used")).toBeVisible();
  await page.getByLabel("Recovery code").fill(codes[4] ?? "");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.waitForURL("**/rooms");
});

test("a person adds, renames and removes factors, and makes new recovery codes", async ({ page }) => {
  test.setTimeout(60_000);
  const person = await buildPersonWithPassword();
  await VirtualAuthenticator.plugIn(page);
  await signInAs(page, person);
  await page.goto("/profile/security");
  await expect(factors(page)).toContainText("Off");
  await factors(page).getByRole("link", { name: "Add an authenticator app" }).click();
  await page.waitForURL("**/security/app");
  await expectAccessible(page);
  const seed = ((await page.locator("code").textContent()) ?? "").replace(/\s/g, "");
  await page.getByLabel("Code", { exact: true }).fill("000 000");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("This code is not right")).toBeVisible();
  await page.getByLabel("Code", { exact: true }).fill(codeAt(seed));
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "Your recovery codes" })).toBeFocused();
  await page.getByRole("button", { name: "I have kept them" }).click();
  await page.waitForURL("**/profile/security*");
  await expect(factors(page)).toContainText("10 recovery codes are left.");

  // A second factor keeps the recovery codes.
  await factors(page).getByRole("link", { name: "Add a passkey" }).click();
  await page.getByLabel("Name").fill("Key on the ring");
  await page.getByRole("button", { name: "Create a passkey" }).click();
  await page.waitForURL("**/profile/security#factors");
  await expect(factors(page)).toContainText("Key on the ring");
  // The same authenticator is not added twice.
  await factors(page).getByRole("link", { name: "Add a passkey" }).click();
  await page.getByRole("button", { name: "Create a passkey" }).click();
  await expect(page.getByText("This device holds a passkey for your account already.")).toBeVisible();
  await page.goto("/profile/security");

  await factors(page).getByText("Rename").click();
  await factors(page).getByLabel("Name", { exact: true }).fill("Blue key");
  await factors(page).getByRole("button", { name: "Save name" }).click();
  await expect(factors(page)).toContainText("Blue key");

  await factors(page).getByRole("link", { name: "New recovery codes" }).click();
  await page.getByRole("button", { name: "Make new codes" }).click();
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(10);
  await page.getByRole("button", { name: "I have kept them" }).click();
  await db().recoveryCode.updateMany({ where: { userId: person.id }, data: { usedAt: new Date() } });
  await page.goto("/profile/security");
  await expect(factors(page)).toContainText("No recovery code is left.");

  // The proof has lapsed: words and the way, then the removal.
  await db().session.updateMany({
    where: { userId: person.id },
    data: { provenAt: new Date(Date.now() - 11 * 60_000) },
  });
  const remove = async (name: string) => {
    await factors(page).getByLabel(`Remove ${name}`).click();
    await factors(page).getByRole("button", { name: "Remove", exact: true }).click();
  };
  await remove("Authenticator app");
  await expect(page.getByText("Before this, please confirm that it is you.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Confirm" }).click();
  await page.waitForURL("**/login/confirm*");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.waitForURL("**/profile/security");
  await remove("Authenticator app");
  await expect(factors(page)).not.toContainText("Authenticator appSet up");
  await remove("Blue key");
  await expect(factors(page)).toContainText("Off");
  await expect(page.getByText("Second factor removed").first()).toBeVisible();
});

test("who must have a second factor keeps the last one", async ({ page }) => {
  const agent = await buildPersonWithPassword({
    role: "PARTNER_AGENT",
    partnerId: (await buildPartner()).id,
  });
  await VirtualAuthenticator.plugIn(page);
  await signInAs(page, agent);
  await page.goto("/profile/security/passkey");
  await page.getByRole("button", { name: "Create a passkey" }).click();
  await page.getByRole("button", { name: "I have kept them" }).click();
  await page.waitForURL("**/profile/security*");
  await expect(factors(page)).toContainText("It cannot be removed");
  await expect(factors(page).getByLabel(/^Remove/)).toHaveCount(0);
});
