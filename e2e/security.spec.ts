import { buildPersonWithPassword, expect, PASSWORD, signInAs, test } from "./fixtures";
import { LoginPage } from "./pages/login-page";

test("a person sees where they are signed in, and ends the others", async ({ page, browser, host }) => {
  const elsewhere = await browser.newPage();
  await signInAs(elsewhere, host.user);
  const third = await browser.newPage();
  await signInAs(third, host.user);
  await elsewhere.goto("/rooms");

  await page.goto("/rooms");
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign-in and security" }).click();
  const list = page.getByRole("region", { name: "Where you are signed in" });
  await expect(list.getByRole("listitem")).toHaveCount(3);
  await expect(list.getByRole("listitem").first()).toContainText("This browser");

  await list
    .getByRole("button", { name: /^End the session of/ })
    .first()
    .click();
  await expect(list.getByRole("listitem")).toHaveCount(2);
  // Nothing happens before the question is answered.
  const question = list.locator("summary", { hasText: "End all others" });
  await question.click();
  await expect(list.getByText("End all other sessions?")).toBeVisible();
  await question.click();
  await expect(list.getByText("End all other sessions?")).toBeHidden();
  await expect(list.getByRole("listitem")).toHaveCount(2);
  await question.click();
  await list.getByRole("button", { name: "End all others" }).click();
  await expect(list.getByRole("listitem")).toHaveCount(1);

  for (const other of [elsewhere, third]) {
    await other.goto("/rooms");
    await other.waitForURL("**/login");
    await other.close();
  }
  await page.reload();
  await expect(list.getByRole("listitem")).toHaveCount(1);
});

test("a person changes the password, helped by the meter, and the other browsers are out", async ({
  page,
  browser,
}) => {
  const user = await buildPersonWithPassword();
  const elsewhere = await browser.newPage();
  await signInAs(elsewhere, user);
  await signInAs(page, user);
  const scripts: string[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") scripts.push(response.url());
  });
  await page.goto("/profile/security");
  await page.waitForLoadState("networkidle");
  const before = scripts.length;
  const [current, next] = [
    page.getByLabel("Present password"),
    page.getByLabel("New password", { exact: true }),
  ];
  await next.fill("lkjhgfdrtyuio");
  await expect(page.locator("#next-hint")).toContainText("the keys lie side by side");
  expect(scripts.length).toBeGreaterThan(before);
  await next.fill("gravel lantern oboe thirsty");
  await expect(page.locator("#next-hint")).toContainText("Good: hard to guess.");

  await current.fill("not this one");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("This is not your present password.")).toBeVisible();
  await expect(current).toBeFocused();
  await current.fill(PASSWORD);
  await next.fill("gravel lantern oboe thirsty");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("The password is changed.")).toBeVisible();

  await elsewhere.goto("/rooms");
  await elsewhere.waitForURL("**/login");
  await new LoginPage(elsewhere).signIn(user.email, "gravel lantern oboe thirsty");
  await elsewhere.waitForURL("**/rooms");
  await elsewhere.close();
});
