import { db } from "../lib/db";
import { buildPersonWithPassword, expect, PASSWORD, test } from "./fixtures";
import { LoginPage } from "./pages/login-page";

test("a person signs in with the e-mail or the video address, and out again", async ({ page }) => {
  const user = await buildPersonWithPassword({ displayName: "Ingrid Berg" });
  for (const address of [user.email, user.videoAddress ?? "", `  ${user.email.toUpperCase()} `]) {
    const login = await LoginPage.open(page);
    await login.signIn(address, PASSWORD);
    await page.waitForURL("**/rooms");
    await page.getByRole("button", { name: /Account of Ingrid Berg/ }).click();
    await page.getByRole("menuitem", { name: "Log out" }).click();
    await page.waitForURL("**/login");
  }
  await page.goto("/rooms");
  await page.waitForURL("**/login");
  expect(await db().session.count({ where: { userId: user.id } })).toBe(0);
});

test("the cookie ends with the browser, unless the person asked to be kept logged in", async ({
  page,
  context,
}) => {
  const user = await buildPersonWithPassword();
  const cookie = async () => (await context.cookies()).find((c) => c.name.includes("session-token"));
  const login = await LoginPage.open(page);
  await login.signIn(user.email, PASSWORD);
  await page.waitForURL("**/rooms");
  expect(await cookie()).toMatchObject({ expires: -1, httpOnly: true, sameSite: "Lax", path: "/" });
  await context.clearCookies();
  const again = await LoginPage.open(page);
  await again.signIn(user.email, PASSWORD, { keep: true });
  await page.waitForURL("**/rooms");
  const days = ((await cookie())?.expires ?? 0) / 86_400 - Date.now() / 86_400_000;
  expect(days).toBeGreaterThan(29);
  expect(days).toBeLessThan(31);
});

test("a cookie set before the sign-in is not the session after it", async ({ page, context, baseURL }) => {
  const user = await buildPersonWithPassword();
  const planted = { name: "next-auth.session-token", value: "planted", url: baseURL ?? "" };
  await context.addCookies([planted]);
  const login = await LoginPage.open(page);
  await login.signIn(user.email, PASSWORD);
  await page.waitForURL("**/rooms");
  const token = (await context.cookies()).find((c) => c.name === planted.name)?.value;
  expect(token).not.toBe("planted");
});

test("an unknown person and a wrong password get the same words, and what was typed stays", async ({
  page,
}) => {
  const user = await buildPersonWithPassword();
  const words: string[] = [];
  for (const address of [user.email, "nobody@mail.example"]) {
    const login = await LoginPage.open(page);
    await login.signIn(address, "not the password");
    await expect(login.problem).toBeVisible();
    words.push((await login.problem.textContent()) ?? "");
    await expect(page.getByText(address)).toBeVisible();
  }
  expect(words[0]).toBe(words[1]);
  expect(words[0]).toContain("Address or password is not right");
});

test("a service that does not answer is told, and the next try goes through", async ({ page }) => {
  const user = await buildPersonWithPassword();
  const login = await LoginPage.open(page);
  await login.enterAddress(user.email);
  await page.route("**/api/sign-in", (route) => route.abort(), { times: 1 });
  await login.enterPassword(PASSWORD);
  await expect(login.problem).toContainText("did not answer");
  await login.enterPassword(PASSWORD);
  await page.waitForURL("**/rooms");
});

test("nonsense in the address field is told at the field", async ({ page }) => {
  const login = await LoginPage.open(page);
  for (const nonsense of [
    "",
    "not an address",
    "a@b",
    '"e@attacker.example"@victim.example',
    "a＠b.example",
    "a@b@c.example",
  ]) {
    await login.enterAddress(nonsense);
    await expect(page.getByText("Enter your e-mail address or video address")).toBeVisible();
    await expect(login.address).toBeVisible();
  }
});

test("somebody who guesses is stopped, with a word about how long", async ({ page }) => {
  const user = await buildPersonWithPassword();
  const login = await LoginPage.open(page);
  await login.enterAddress(user.email);
  for (let i = 0; i < 10; i++) {
    await login.enterPassword(`guess ${i}`);
    await login.untilAnswered();
    await expect(login.problem).toContainText("not right");
  }
  await login.enterPassword(PASSWORD);
  await expect(login.problem).toContainText(/Wait \d+ minutes?/);
});

test("a session that is ended elsewhere is over at the next click", async ({ page, host }) => {
  await page.goto("/rooms");
  await expect(page.getByRole("heading", { name: "Meeting rooms" })).toBeVisible();
  await db().session.deleteMany({ where: { userId: host.user.id } });
  await page.goto(`/rooms/${host.room.alias}`);
  await page.waitForURL("**/login");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("signing in works", async ({ page }) => {
    const user = await buildPersonWithPassword();
    const login = await LoginPage.open(page);
    await login.signIn(user.email, "not the password");
    await expect(login.problem).toContainText("Address or password is not right");
    await login.signIn(user.email, PASSWORD);
    await page.waitForURL("**/rooms");
  });
});

test.describe("in Japanese", () => {
  test.use({ locale: "ja-JP" });

  test("the portal speaks Japanese to a Japanese browser, and English on request", async ({ page }) => {
    await page.goto("/login");
    await expect(page.locator("html")).toHaveAttribute("lang", "ja");
    await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Log in");
  });
});
