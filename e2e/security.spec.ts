import { expect, signInAs, test } from "./fixtures";

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
  await list.getByRole("button", { name: "End all others" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
  await expect(list.getByRole("listitem")).toHaveCount(2);
  await list.getByRole("button", { name: "End all others" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End all others" }).click();
  await expect(list.getByRole("listitem")).toHaveCount(1);

  for (const other of [elsewhere, third]) {
    await other.goto("/rooms");
    await other.waitForURL("**/login");
    await other.close();
  }
  await page.reload();
  await expect(list.getByRole("listitem")).toHaveCount(1);
});
