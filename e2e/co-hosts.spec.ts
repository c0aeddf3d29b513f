import { buildUser, expect, signInAs, test } from "./fixtures";

test("an owner names a co-host, who then runs the room and changes its PINs, until it is taken back", async ({
  page,
  host,
  browser,
}) => {
  const organizationId = host.user.organizationId ?? undefined;
  const colleague = await buildUser({ organizationId, displayName: "Carla Co-host" });
  const stranger = await buildUser();
  const theirs = await (await browser.newContext()).newPage();
  await signInAs(theirs, colleague);
  await page.goto(`/rooms/${host.room.alias}/settings`);
  const section = page.getByRole("region", { name: "Co-hosts" });
  const address = section.getByLabel("E-mail or video address");
  for (const [typed, complaint] of [
    ["", "Enter an e-mail or video address."],
    ["nonsense", "Enter an address such as"],
    [stranger.email, "Nobody in the organization has this address."],
    [host.user.email, "This is the room’s owner"],
  ] as const) {
    await address.fill(typed);
    await section.getByRole("button", { name: "Add co-host" }).click();
    await expect(section.getByText(complaint)).toBeVisible();
    await expect(address).toHaveValue(typed);
  }
  await address.fill(colleague.email);
  await section.getByLabel("May change the PINs, too").check();
  await section.getByRole("button", { name: "Add co-host" }).click();
  await expect(section.getByText("Carla Co-host is co-host now.")).toBeVisible();
  await expect(section.getByRole("listitem")).toContainText("Changes the PINs, too");

  await theirs.goto("/rooms");
  await theirs.getByRole("link", { name: "Hana's room", exact: true }).click();
  await theirs.getByLabel("Host PIN", { exact: true }).fill("739164");
  await theirs.getByRole("button", { name: "Save PINs" }).click();
  await expect(theirs.getByText("They count from the next caller on.")).toBeVisible();
  await expect(theirs.getByRole("link", { name: "Settings", exact: true })).toHaveCount(0);

  await section.getByRole("button", { name: "Remove Carla Co-host" }).click();
  await expect(section.getByText("Nobody yet.")).toBeVisible();
  expect((await theirs.goto(`/rooms/${host.room.alias}`))?.status()).toBe(404);
  await theirs.context().close();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("an owner names a co-host and takes it back", async ({ page, host }) => {
    const colleague = await buildUser({
      organizationId: host.user.organizationId ?? undefined,
      displayName: "Carla",
    });
    await page.goto(`/rooms/${host.room.alias}/settings`);
    await page
      .getByRole("region", { name: "Co-hosts" })
      .getByLabel("E-mail or video address")
      .fill(colleague.email);
    await page.getByRole("button", { name: "Add co-host" }).click();
    await page.getByRole("button", { name: "Remove Carla" }).click();
    await expect(page.getByText("Nobody yet.")).toBeVisible();
  });
});
