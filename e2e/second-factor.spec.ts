import type { Page } from "playwright/test";
import { db } from "../lib/db";
import { codeAt } from "../lib/testing/totp-codes";
import { expectAccessible } from "./accessible";
import { buildPartner, buildPersonWithPassword, expect, PASSWORD, test } from "./fixtures";
import { LoginPage } from "./pages/login-page";

const newAgent = async () =>
  buildPersonWithPassword({ role: "PARTNER_AGENT", partnerId: (await buildPartner()).id });

async function signIn(page: Page, address: string): Promise<void> {
  const login = await LoginPage.open(page);
  await login.signIn(address, PASSWORD);
}

async function enterCode(page: Page, code: string, button: string): Promise<void> {
  await page.getByLabel("Code", { exact: true }).fill(code);
  await page.getByRole("button", { name: button }).click();
}

const seedOnPage = async (page: Page) =>
  ((await page.locator("code").textContent()) ?? "").replace(/\s/g, "");

test("a partner sets an app up before any page opens, and gets in with its codes or a recovery code", async ({
  page,
}) => {
  const agent = await newAgent();
  await signIn(page, agent.email);
  await page.waitForURL("**/login/enroll");
  for (const path of ["/rooms", "/profile/security", "/"]) {
    await page.goto(path);
    await page.waitForURL("**/login");
  }
  expect(await db().session.count({ where: { userId: agent.id } })).toBe(0);

  await page.goto("/login/enroll");
  await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
  await expectAccessible(page);
  const seed = await seedOnPage(page);
  await enterCode(page, "12 34", "Continue");
  await expect(page.getByText("This code is not right")).toBeVisible();
  const first = codeAt(seed, -1);
  await enterCode(page, first, "Continue");
  await expect(page.getByRole("heading", { name: "Your recovery codes" })).toBeFocused();
  await expectAccessible(page);
  const codes = await page.getByRole("main").getByRole("listitem").allInnerTexts();
  expect(codes).toHaveLength(10);
  await page.getByRole("button", { name: "I have kept them" }).click();
  await page.waitForURL("**/rooms");

  await page.context().clearCookies();
  await signIn(page, agent.email);
  await page.waitForURL("**/login/verify");
  await expectAccessible(page);
  // The code that was used, then the next.
  await enterCode(page, first, "Log in");
  await expect(page.getByText("This code is not right")).toBeVisible();
  await enterCode(page, codeAt(seed, 1), "Log in");
  await page.waitForURL("**/rooms");
  expect(await page.content()).not.toContain(seed);

  await page.context().clearCookies();
  await signIn(page, agent.email);
  await page.waitForURL("**/login/verify");
  await enterCode(page, codes[0] ?? "", "Log in");
  await page.waitForURL("**/rooms");
  await page.goto("/profile/security");
  await expect(page.getByText("Password · recovery code").first()).toBeVisible();
});

test("too many wrong codes end the sign-in, in words", async ({ page }) => {
  const agent = await newAgent();
  await signIn(page, agent.email);
  await page.waitForURL("**/login/enroll");
  for (let i = 0; i < 5; i++) {
    await enterCode(page, "wrong", "Continue");
    await expect(page.getByLabel("Code", { exact: true })).toHaveValue("");
    await expect(page.getByText("This code is not right")).toBeVisible();
  }
  await enterCode(page, "wrong", "Continue");
  await page.waitForURL("**/login?over=1");
  await expect(page.getByText("Log in again")).toBeVisible();
  // The next sign-in has to wait for a minute.
  await signIn(page, agent.email);
  await page.waitForURL("**/login/enroll");
  await enterCode(page, "wrong", "Continue");
  await expect(page.getByText("Too many tries. Wait 1 minute")).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("an app can be set up", async ({ page }) => {
    const agent = await newAgent();
    await page.goto("/login");
    const login = new LoginPage(page);
    await login.enterAddress(agent.email);
    await login.enterPassword(PASSWORD);
    await page.waitForURL("**/login/enroll");
    await enterCode(page, codeAt(await seedOnPage(page)), "Continue");
    await expect(page.getByRole("heading", { name: "Your recovery codes" })).toBeVisible();
    await page.getByRole("button", { name: "I have kept them" }).click();
    await page.waitForURL("**/rooms");
  });
});
