import type { Page } from "playwright/test";
import { inviteAgain, inviteUser, type NewInvitation } from "../lib/activation";
import { db } from "../lib/db";
import { publishPartnerText, setLegalSource } from "../lib/legal";
import { expectAccessible } from "./accessible";
import { buildOrganization, buildPartner, expect, test } from "./fixtures";
import { mailCount, mailTo } from "./mailbox";
import { LoginPage } from "./pages/login-page";

const PASSWORD = "gravel lantern oboe thirsty";

let count = 0;
/** Somebody invited, with the link of the mail. */
async function invite(over: Partial<NewInvitation> = {}) {
  const email = `invited-${process.pid}-${++count}@mail.example`;
  const organization = over.partner ? undefined : (over.organization ?? (await buildOrganization()).slug);
  const { id } = await inviteUser({ email, name: "Nia Newcomer", role: "USER", ...over, organization }, null);
  const mail = await mailTo(email);
  return { id, email, mail };
}

/** What a person does on /activate. */
const form = (page: Page) => ({
  password: page.getByLabel("Choose a password"),
  terms: page.getByLabel("I have read the terms of use and accept them."),
  privacy: page.getByLabel("I have read the privacy policy and accept it."),
  submit: page.getByRole("button", { name: "Activate and log in" }),
});

test("an invited person reads the texts, chooses a password, and is in; the link is then used up", async ({
  page,
}) => {
  const { id, email, mail } = await invite();
  expect(mail.subject).toBe("Activate your MyPages account");
  expect(mail.headers.get("auto-submitted")).toBe("auto-generated");
  expect(mail.html).toContain(mail.link);

  await page.goto(mail.link);
  // The token stands in the address bar no more.
  await page.waitForURL(/\/activate$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Welcome, Nia Newcomer");
  await expect(page.getByText(email)).toBeVisible();
  expect(await page.content()).not.toContain(mail.link.split("=")[1]);
  const token = (await page.context().cookies()).find((cookie) => cookie.name.endsWith("activate"));
  expect(token).toMatchObject({ httpOnly: true, sameSite: "Lax" });

  const { password, terms, privacy, submit } = form(page);
  await submit.click();
  await expect(page.getByText("Choose a password.")).toBeVisible();
  await expect(password).toBeFocused();
  await expect(page.getByText("Without the terms of use the account cannot be opened.")).toBeVisible();

  await page.getByText("Terms of use", { exact: true }).first().click();
  await expect(page.getByRole("heading", { name: "Fair use" })).toBeVisible();
  await expectAccessible(page);
  await terms.check();
  await privacy.check();
  await password.fill("password123456");
  await submit.click();
  await expect(page.locator("#password-error")).toContainText("Too easy to guess");
  // What was typed and ticked stays, to be mended.
  await expect(password).toHaveValue("password123456");
  await expect(terms).toBeChecked();
  await password.fill(PASSWORD);
  await expect(page.getByRole("meter", { name: "Strength" })).toHaveAttribute("aria-valuetext", "Strong");
  await submit.click();
  await page.waitForURL("**/rooms");
  expect(await db().consent.count({ where: { userId: id } })).toBe(2);
  await page.goto("/profile/security");
  await expect(page.getByText("Account activation").first()).toBeVisible();

  await page.context().clearCookies();
  await page.goto(mail.link);
  await expect(page.getByText("Your account is active already")).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Log in" }).click();
  await new LoginPage(page).signIn(email, PASSWORD);
  await page.waitForURL("**/rooms");
});

test("it is done by keyboard alone, and on a telephone", async ({ page }) => {
  const { mail } = await invite();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(mail.link);
  await expectAccessible(page);
  const { password, terms, privacy } = form(page);
  await password.focus();
  await page.keyboard.type(PASSWORD);
  const press = async (key: string, times = 1) => {
    for (let i = 0; i < times; i++) await page.keyboard.press(key);
  };
  // Show, the terms' summary, their own page, the tick.
  await press("Tab", 4);
  await expect(terms).toBeFocused();
  await press("Space");
  await press("Tab", 3);
  await expect(privacy).toBeFocused();
  await press("Space");
  await press("Enter");
  await page.waitForURL("**/rooms");
});

test("a reseller's agent activates, and sets a second factor up before any page opens", async ({ page }) => {
  const { slug } = await buildPartner();
  const { id, mail } = await invite({ role: "PARTNER_AGENT", partner: slug });
  await page.goto(mail.link);
  const { password, terms, privacy, submit } = form(page);
  await password.fill(PASSWORD);
  await terms.check();
  await privacy.check();
  await submit.click();
  await page.waitForURL("**/login/enroll");
  expect(await db().session.count({ where: { userId: id } })).toBe(0);
});

test("the reseller's own terms apply, and newer ones must be accepted anew", async ({ page }) => {
  const partner = await buildPartner({ name: "Nordic Video" });
  const { slug } = await buildOrganization({ partnerId: partner.id });
  await setLegalSource({ partner: partner.slug, source: "OWN" });
  const text = { partner: partner.slug, kind: "terms", locale: "en" } as const;
  await publishPartnerText({
    ...text,
    body: "# House rules\n\nThe first rules of {name}. <script>x</script>",
  });
  const { id, mail } = await invite({ organization: slug });
  await page.goto(mail.link);
  await page.getByText("House rules", { exact: true }).click();
  await expect(page.getByText("The first rules of Nordic Video.")).toBeVisible();
  // On a page of its own as well, before there is any session.
  const tab = page.waitForEvent("popup");
  await page.getByRole("link", { name: "Open House rules in a new tab" }).click();
  await expect((await tab).getByRole("heading", { level: 1 })).toHaveText("House rules");

  const { password, terms, privacy, submit } = form(page);
  await password.fill(PASSWORD);
  await terms.check();
  await privacy.check();
  await publishPartnerText({ ...text, body: "# House rules\n\nThe second rules of {name}." });
  await submit.click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("A newer version was published");
  await expect(terms).not.toBeChecked();
  await expect(page.getByText("The second rules of Nordic Video.")).toBeAttached();
  await terms.check();
  await privacy.check();
  await submit.click();
  await page.waitForURL("**/rooms");
  const accepted = await db().consent.findMany({ where: { userId: id }, include: { text: true } });
  expect(accepted.map((one) => [one.text.kind, one.text.version]).sort()).toEqual([
    ["PRIVACY", 1],
    ["TERMS", 2],
  ]);
});

test("a link that is over offers a new one, and only the newest works", async ({ page, browser }) => {
  const { id, email, mail } = await invite();
  await inviteAgain(email, null);
  const second = await mailTo(email, { after: 1 });
  await page.goto(mail.link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link does not work any more");
  await expectAccessible(page);

  await db().mailLink.updateMany({ where: { userId: id }, data: { expiresAt: new Date(Date.now() - 1000) } });
  await page.goto(second.link);
  await page.getByRole("button", { name: "Send a new mail" }).click();
  await expect(page.getByText("A new mail is on its way.")).toBeVisible();
  const third = await mailTo(email, { after: 2 });

  // Opened in one browser, it is nobody's in another.
  await page.goto(third.link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Welcome, Nia Newcomer");
  const elsewhere = await browser.newPage();
  await elsewhere.goto("/activate");
  await expect(elsewhere.getByText("It may be incomplete")).toBeVisible();
  await elsewhere.goto(`/activate/open?token=${"x".repeat(43)}`);
  await expect(elsewhere.getByText("It may be incomplete")).toBeVisible();
  await elsewhere.close();
});

test("who must use single sign-on is told so, and never asked for a password", async ({ page }) => {
  const { slug } = await buildOrganization({ requiresSso: true, name: "Globex" });
  const { email, mail } = await invite({ organization: slug });
  await page.goto(mail.link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You log in through Globex");
  await expect(page.getByRole("main")).toContainText(email);
  await expect(page.locator("input[type=password]")).toHaveCount(0);
  await page.getByRole("main").getByRole("link", { name: "Log in" }).click();
  await page.waitForURL("**/login");
});

test("a password of 100 kB is answered at the field", async ({ page }) => {
  const { id, mail } = await invite();
  await page.goto(mail.link);
  const { password, terms, privacy, submit } = form(page);
  await terms.check();
  await privacy.check();
  await password.evaluate((input: HTMLInputElement) => {
    input.removeAttribute("maxlength");
    input.value = "x".repeat(100_000);
  });
  await submit.click();
  await expect(page.locator("#password-error")).toHaveText("Use at most 128 characters.");
  expect((await db().user.findUniqueOrThrow({ where: { id } })).state).toBe("INVITED");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("an account can be activated", async ({ page }) => {
    const { mail } = await invite();
    await page.goto(mail.link);
    const { password, terms, privacy, submit } = form(page);
    await password.fill(PASSWORD);
    await terms.check();
    await submit.click();
    await expect(page.getByText("Without the privacy policy the account cannot be opened.")).toBeVisible();
    await password.fill(PASSWORD);
    await expect(terms).toBeChecked();
    await privacy.check();
    await submit.click();
    await page.waitForURL("**/rooms");
  });
});

test.describe("in Japanese", () => {
  test.use({ locale: "ja-JP" });

  test("mail, page and texts are Japanese", async ({ page }) => {
    const { email, mail } = await invite({ locale: "ja" });
    expect(mail.subject).toBe("MyPages のアカウントを有効にしてください");
    expect(mail.text).toContain("Nia Newcomer 様");
    await page.goto(mail.link);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nia Newcomer さん、ようこそ");
    await page.getByText("利用規約", { exact: true }).first().click();
    await expect(page.getByRole("heading", { name: "公正な利用" })).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("パスワードを決めてください").fill(PASSWORD);
    await page.getByLabel("利用規約を読み、同意します。").check();
    await page.getByLabel("プライバシーポリシーを読み、同意します。").check();
    await page.getByRole("button", { name: "有効にしてログイン" }).click();
    await page.waitForURL("**/rooms");
    expect(mailCount(email)).toBe(1);
  });
});
