import type { Page } from "playwright/test";
import { db } from "../lib/db";
import { codeAt } from "../lib/testing/totp-codes";
import { expectAccessible } from "./accessible";
import {
  buildOrganization,
  buildPersonWithPassword,
  buildUser,
  expect,
  giveApp,
  PASSWORD,
  signInAs,
  test,
} from "./fixtures";
import { mailCount, mailTo } from "./mailbox";
import { LoginPage } from "./pages/login-page";

const NEW_PASSWORD = "gravel lantern oboe thirsty";

/** Asks for a mail on /recover. */
async function ask(page: Page, address: string): Promise<void> {
  await page.goto("/recover");
  await page.getByLabel("Email or video address").fill(address);
  await page.getByRole("button", { name: "Send the mail" }).click();
}

async function setNew(page: Page, password = NEW_PASSWORD): Promise<void> {
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Set the password and log in" }).click();
}

test("somebody who forgot the password gets in by a mail, and all other browsers are out", async ({
  page,
  browser,
}) => {
  const user = await buildPersonWithPassword();
  const elsewhere = await browser.newPage();
  await signInAs(elsewhere, user);
  await elsewhere.goto("/rooms");

  const login = await LoginPage.open(page);
  await login.address.fill(user.videoAddress ?? "");
  await page.getByRole("link", { name: "Forgot password?" }).click();
  await page.waitForURL(/\/recover$/);
  // What was typed came along, and by no address that a log would keep.
  await expect(page.getByLabel("Email or video address")).toHaveValue(user.videoAddress ?? "");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send the mail" }).click();
  await expect(page.getByRole("heading", { name: "Look into your mailbox" })).toBeFocused();
  await expectAccessible(page);

  const mail = await mailTo(user.email);
  expect(mail.subject).toBe("Set a new password for MyPages");
  await page.goto(mail.link);
  await page.waitForURL(/\/recover\/new$/);
  expect(await page.content()).not.toContain(mail.link.split("=")[1]);
  await expectAccessible(page);
  await setNew(page, "password123456");
  await expect(page.locator("#password-error")).toContainText("Too easy to guess");
  await expect(page.getByLabel("New password", { exact: true })).toBeFocused();
  await setNew(page);
  await page.waitForURL("**/rooms");

  await elsewhere.goto("/rooms");
  await elsewhere.waitForURL("**/login**");
  await new LoginPage(elsewhere).signIn(user.email, PASSWORD);
  await expect(elsewhere.getByRole("main").getByRole("alert")).toContainText("not right");
  await elsewhere.close();
  const notice = await mailTo(user.email, { after: 1 });
  expect(notice.subject).toBe("Your MyPages password was changed");

  // The link is used up.
  await page.goto(mail.link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link does not work any more");
  await page.getByRole("link", { name: "Ask for a new link" }).click();
  await page.waitForURL("**/recover");
});

test("a second factor is still asked for", async ({ page }) => {
  const user = await buildPersonWithPassword();
  const seed = await giveApp(user.id);
  await ask(page, user.email);
  await page.goto((await mailTo(user.email)).link);
  await setNew(page);
  await page.waitForURL("**/login/verify**");
  expect(await db().session.count({ where: { userId: user.id } })).toBe(0);
  await page.goto("/rooms");
  await page.waitForURL("**/login**");
  await page.goto("/login/verify");
  await page.getByLabel("Code", { exact: true }).fill(codeAt(seed));
  await page.getByRole("main").getByRole("button", { name: "Log in" }).click();
  await page.waitForURL("**/rooms");
});

test("somebody known and somebody unknown get the same words", async ({ page }) => {
  const user = await buildPersonWithPassword();
  const suspended = await buildPersonWithPassword({ state: "SUSPENDED" });
  const words: string[] = [];
  for (const address of [user.email, suspended.email, "nobody-at-all@mail.example"]) {
    await ask(page, address);
    await expect(page.getByRole("heading", { name: "Look into your mailbox" })).toBeVisible();
    words.push(((await page.getByRole("main").textContent()) ?? "").replace(address, "…"));
  }
  expect(new Set(words).size).toBe(1);
  await mailTo(user.email);
  expect(mailCount(suspended.email)).toBe(0);
});

test("nonsense is told at the field, and too many requests in words", async ({ page }) => {
  for (const nonsense of ["", "nonsense", '"e@attacker.example"@victim.example', "a@b\n"]) {
    await ask(page, nonsense);
    await expect(page.getByText("Enter your e-mail address or video address")).toBeVisible();
    await expect(page.getByLabel("Email or video address")).toBeFocused();
  }
  const address = `often-${process.pid}@mail.example`;
  for (let i = 0; i < 5; i++) {
    await ask(page, address);
    await expect(page.getByRole("heading", { name: "Look into your mailbox" })).toBeVisible();
  }
  await ask(page, address);
  await expect(page.getByRole("main").getByRole("alert")).toContainText(/Wait \d+ minutes?/);
});

test("who signs in through the organization is told so by mail; who was invited gets the invitation again", async ({
  page,
}) => {
  const organization = await buildOrganization({ requiresSso: true, name: "Globex" });
  const bySso = await buildPersonWithPassword({ organizationId: organization.id });
  await ask(page, bySso.email);
  const mail = await mailTo(bySso.email);
  expect(mail.text).toContain("you log in through Globex");
  expect(mail.link).toMatch(/\/login$/);

  const invited = await buildUser({ state: "INVITED" });
  await ask(page, invited.email);
  await page.goto((await mailTo(invited.email)).link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Welcome, ${invited.displayName}`);
});

test("a link that is over, or another person's older one, opens nothing", async ({ page }) => {
  const user = await buildPersonWithPassword();
  await ask(page, user.email);
  const first = await mailTo(user.email);
  await ask(page, user.email);
  const second = await mailTo(user.email, { after: 1 });
  const over = page.getByRole("heading", { name: "This link does not work any more" });
  for (const link of [
    first.link,
    first.link.replace("recover", "activate"),
    "/recover/open?token=x",
    "/recover/new",
  ]) {
    await page.goto(link);
    await expect(over).toBeVisible();
  }
  // It runs out while the page is open.
  await page.goto(second.link);
  await expect(page.getByLabel("New password", { exact: true })).toBeVisible();
  await db().mailLink.updateMany({ where: { userId: user.id }, data: { expiresAt: new Date(0) } });
  await setNew(page);
  await expect(over).toBeVisible();
});

test("links hold the portal's own address; a request that calls it otherwise sends nothing", async ({
  page,
}) => {
  const user = await buildPersonWithPassword();
  await page.setExtraHTTPHeaders({
    "x-forwarded-host": "attacker.example",
    forwarded: "host=attacker.example",
  });
  await ask(page, user.email);
  await expect(page.getByRole("heading", { name: "Something went wrong" })).toBeVisible();
  await page.setExtraHTTPHeaders({});
  await ask(page, user.email);
  const { text, html, link } = await mailTo(user.email);
  expect(link.startsWith(`${process.env.PUBLIC_URL}/recover/open?token=`)).toBe(true);
  expect(text + html).not.toContain("attacker");
  expect(mailCount(user.email)).toBe(1);
});

test.describe("without JavaScript, in Japanese, on a telephone", () => {
  test.use({ javaScriptEnabled: false, locale: "ja-JP", viewport: { width: 390, height: 844 } });

  test("a new password can be set, and the mail speaks Japanese", async ({ page }) => {
    const user = await buildPersonWithPassword();
    await page.goto("/recover");
    await page.getByLabel("メールアドレスまたはビデオアドレス").fill(user.email);
    await page.getByRole("button", { name: "メールを送る" }).click();
    await expect(page.getByRole("heading", { name: "メールをご確認ください" })).toBeVisible();
    const mail = await mailTo(user.email);
    expect(mail.subject).toBe("MyPages の新しいパスワードの設定");
    await page.goto(mail.link);
    await page.getByLabel("新しいパスワード", { exact: true }).fill(NEW_PASSWORD);
    await page.getByRole("button", { name: "設定してログイン" }).click();
    await page.waitForURL("**/rooms");
  });
});
