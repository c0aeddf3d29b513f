import { bridge } from "./bridge";
import { buildRoom, buildUser, expect, signInAs, test } from "./fixtures";

test("a host sees the own rooms and those co-hosted; nobody else's", async ({ page, host }) => {
  const colleague = await buildUser({ organizationId: host.user.organizationId ?? undefined });
  await buildRoom({ ownerId: colleague.id, name: "Colleague's room" });
  await buildRoom({ ownerId: colleague.id, name: "Shared room", coHostIds: [host.user.id] });
  await page.goto("/rooms");
  await expect(page.getByRole("link", { name: "Hana's room", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "Shared room", exact: true })).toBeVisible();
  expect(await page.content()).not.toContain("Colleague");
});

test("an admin finds a room among many, by search, with the filter in the address", async ({ page }) => {
  const admin = await buildUser({ role: "ORG_ADMIN" });
  for (let i = 0; i < 60; i++)
    await buildRoom({ ownerId: admin.id, name: `Room ${String(i).padStart(2, "0")}` });
  await buildRoom({ ownerId: admin.id, name: "Fjord" });
  await signInAs(page, admin);
  await page.goto("/rooms");
  await expect(page.getByText("61 rooms")).toBeVisible();
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(page.getByRole("link", { name: "Room 59", exact: true })).toBeVisible();
  await page.getByLabel("Search rooms").fill("fjo");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(page).toHaveURL(/q=fjo/);
  await expect(page.getByRole("link", { name: "Fjord", exact: true })).toBeVisible();
  await page.goto("/rooms?q=nothing-like-this");
  await expect(page.getByText("No room matches “nothing-like-this”")).toBeVisible();
});

test("a host changes the PINs, in the words of the PIN table; the next caller needs them", async ({
  page,
  host,
}) => {
  const { alias } = host.room;
  await page.goto(`/rooms/${alias}`);
  const choose = (name: string) => page.getByRole("radio", { name: new RegExp(name) });
  await expect(choose("Everyone waits until a host arrives")).toBeChecked();
  await choose("Everyone needs a PIN").check();
  const hostPin = page.getByLabel("Host PIN", { exact: true });
  const guestPin = page.getByLabel("Guest PIN", { exact: true });
  const save = page.getByRole("button", { name: "Save PINs" });

  // The rules, at the field where they are broken.
  for (const [host, guest, complaint] of [
    ["482913", "482913", "must differ"],
    ["482913", "4829", "same number of digits"],
    ["482913", "12ab56", "Digits only"],
    ["123", "456", "4 to 20 digits"],
  ] as const) {
    await hostPin.fill(host);
    await guestPin.fill(guest);
    await save.click();
    await expect(page.getByRole("main").getByText(new RegExp(complaint)).last()).toBeVisible();
  }
  await hostPin.fill("７３９１６４"); // as a Japanese keyboard types it
  await page.getByRole("button", { name: "Generate Guest PIN" }).click();
  const generated = await guestPin.inputValue();
  expect(generated).toMatch(/^\d{6}$/);
  await save.click();
  await expect(page.getByText("They count from the next caller on.")).toBeVisible();

  const call = (displayName: string, pin: string) =>
    bridge.call({ alias, displayName, protocol: "SIP", pin });
  expect((await call("Old PIN", "482913")).outcome).not.toBe("admitted");
  expect((await call("Guest", generated)).outcome).toBe("waiting");
  expect((await call("Host", "739164")).outcome).toBe("admitted");

  await page.reload();
  await choose("Everyone joins directly").check();
  await save.click();
  await expect(page.getByText("They count from the next caller on.")).toBeVisible();
  expect((await bridge.call({ alias, displayName: "Anyone", protocol: "SIP" })).outcome).toBe("admitted");
});

test("PINs are in no byte of the page for those who may not read them", async ({ page, host }) => {
  await signInAs(
    page,
    await buildUser({ organizationId: host.user.organizationId ?? undefined, role: "ORG_ADMIN" }),
  );
  await page.goto(`/rooms/${host.room.alias}`);
  await expect(page.getByText("The PINs are for the owner and co-hosts")).toBeVisible();
  // The whole document: data for client components rides in script tags.
  expect(await page.content()).not.toContain("482913");
});

test("a room of another organization is not there, in no byte of the answer", async ({ page, host }) => {
  await signInAs(page, await buildUser());
  for (const path of [`/rooms/${host.room.alias}`, `/rooms/${host.room.alias}/live`]) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(404);
    expect(await page.content()).not.toContain("Hana");
  }
});
