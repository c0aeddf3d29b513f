import { bridge } from "./bridge";
import { buildUser, expect, signInAs, test } from "./fixtures";

test("a host sets up a room, and the bridge obeys from the next meeting on", async ({ page, host }) => {
  const { alias } = host.room;
  const call = (displayName: string, pin: string) =>
    bridge.call({ alias, displayName, protocol: "SIP", pin });
  await page.goto(`/rooms/${alias}`);
  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();

  // What is wrong is said at its field, and nothing typed is lost.
  await page.getByLabel("Name", { exact: true }).fill("  ");
  await page.getByLabel("People at the same time").fill("one");
  await page.getByLabel("Description").fill("Every Monday\nin two parts");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Enter a name of at least one character.")).toBeVisible();
  await expect(page.getByText("Enter a whole number, or nothing.")).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await expect(page.getByLabel("Description")).toHaveValue("Every Monday\nin two parts");

  await page.getByLabel("Name", { exact: true }).fill("Board");
  await page.getByLabel("People at the same time").fill("２");
  await page.getByLabel("Guests come in muted").check();
  await page.getByLabel("Layout").selectOption({ label: "Four of one size" });
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("They count from the next meeting on.")).toBeVisible();

  const first = [await call("Host", "482913"), await call("Guest", "none")];
  expect(first.map(({ outcome }) => outcome)).toEqual(["admitted", "admitted"]);
  expect((await call("Third", "none")).outcome).toBe("rejected");
  await page.goto(`/rooms/${alias}`);
  await expect(page.getByRole("heading", { level: 1, name: "Board" })).toBeVisible();
  await expect(page.getByText("Every Monday")).toBeVisible();

  // A change while the meeting runs says from when it counts, and counts from then.
  await page.goto(`/rooms/${alias}/settings`);
  await expect(page.getByText("A meeting is running. It keeps its settings to its end")).toBeVisible();
  await page.getByLabel("People at the same time").fill("");
  await page.getByLabel("Each meeting begins locked").check();
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("The meeting that is running keeps its settings to its end.")).toBeVisible();
  expect((await call("Fourth", "none")).outcome).toBe("rejected");
  for (const { legId } of first) await bridge.hangUp(legId);
  // The meeting is over once the bridge has said so.
  await expect(async () => {
    await page.goto(`/rooms/${alias}`);
    await expect(page.getByText("Nobody is in the room")).toBeVisible({ timeout: 1000 });
  }).toPass();
  expect((await call("Host", "482913")).outcome).toBe("admitted");
  expect((await call("Guest", "none")).outcome).toBe("waiting");
});

test("of two people who change a room at the same time, the later one is told and loses nothing", async ({
  page,
  host,
  browser,
}) => {
  const { alias } = host.room;
  const admin = await buildUser({ organizationId: host.user.organizationId ?? undefined, role: "ORG_ADMIN" });
  const other = await (await browser.newContext()).newPage();
  await signInAs(other, admin);
  await page.goto(`/rooms/${alias}/settings`);
  await other.goto(`/rooms/${alias}/settings`);
  await other.getByLabel("Name", { exact: true }).fill("The admin's name");
  await other.getByRole("button", { name: "Save settings" }).click();
  await expect(other.getByText("Settings saved.")).toBeVisible();

  await page.getByLabel("Name", { exact: true }).fill("The owner's name");
  await page.getByRole("button", { name: "Save settings" }).click();
  const told = page.getByRole("alert").filter({ hasText: "Somebody else has changed these settings" });
  await expect(told).toContainText("Name: The admin's name");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("The owner's name");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Settings saved.")).toBeVisible();
  await page.goto(`/rooms/${alias}`);
  await expect(page.getByRole("heading", { level: 1, name: "The owner's name" })).toBeVisible();
  await other.context().close();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("a host changes the settings of a room", async ({ page, host }) => {
    await page.goto(`/rooms/${host.room.alias}/settings`);
    await page.getByLabel("Name", { exact: true }).fill("Quiet room");
    await page.getByLabel("Guests may present").uncheck();
    await page.getByRole("button", { name: "Save settings" }).click();
    await expect(page.getByText("Settings saved.")).toBeVisible();
    await page.goto(`/rooms/${host.room.alias}/settings`);
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Quiet room");
    await expect(page.getByLabel("Guests may present")).not.toBeChecked();
  });
});
