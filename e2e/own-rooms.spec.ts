import { db } from "../lib/db";
import { bridge } from "./bridge";
import { buildRoom, expect, test } from "./fixtures";

test("a user makes a room, meets in it, closes it, and opens it again", async ({ page, host }) => {
  const { slug } = await db().organization.findUniqueOrThrow({
    where: { id: host.user.organizationId ?? "" },
  });
  await buildRoom({ ownerId: host.user.id, alias: `taken.${slug}` });
  await page.goto("/rooms");
  await page.getByRole("link", { name: "New room" }).click();
  const name = page.getByLabel("Name", { exact: true });
  const addressName = page.getByLabel("Name in its addresses");
  const submit = page.getByRole("button", { name: "Make the room" });
  await name.fill("Board");
  for (const [typed, complaint] of [
    ["会議室", "a to z, digits"],
    ["postmaster", "kept for the service"],
    ["taken", "This name is taken"],
  ] as const) {
    await addressName.fill(typed);
    await submit.click();
    await expect(page.getByText(complaint).last()).toBeVisible();
    await expect(addressName).toHaveValue(typed);
    await expect(name).toHaveValue("Board");
  }
  await addressName.fill("Board-Room");
  await submit.click();
  await expect(page.getByRole("heading", { level: 1, name: "Board" })).toBeVisible();
  const alias = `board-room.${slug}`;
  await expect(page.getByText(`${alias}@`)).toBeVisible();
  const number = (await page.getByText(/^[1-9]\d{8}$/).textContent()) ?? "";
  const call = (displayName: string, to = alias) => bridge.call({ alias: to, displayName, protocol: "SIP" });
  const first = await call("By name");
  expect(first.outcome).toBe("admitted");
  expect((await call("By number", number)).outcome).toBe("admitted");
  expect((await bridge.people(alias)).length).toBe(2);

  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await page.getByText("Close the room …").click();
  await page.getByRole("button", { name: "Close the room", exact: true }).click();
  await expect(page.getByText("This room is closed")).toBeVisible();
  expect((await call("Late")).outcome).toBe("rejected");
  expect((await bridge.people(alias)).length).toBe(2);
  await page.goto("/rooms");
  await expect(page.getByRole("link", { name: "Board", exact: true })).toHaveCount(0);
  await page.getByRole("link", { name: "Past and closed" }).click();
  await page.getByRole("link", { name: "Board", exact: true }).click();
  await page.getByRole("button", { name: "Open it again" }).click();
  await expect(page.getByText("This room is closed")).toHaveCount(0);
  expect((await call("Back again")).outcome).toBe("admitted");
});

test("a user makes a one-time room with one click; guests wait for its host PIN; it ends", async ({
  page,
  host,
}) => {
  await page.goto("/rooms");
  await page.getByRole("button", { name: "One-time room now" }).click();
  await expect(page.getByText("Open until 10 minutes after its meeting")).toBeVisible();
  const alias = decodeURIComponent(new URL(page.url()).pathname.split("/").at(-1) ?? "");
  expect(alias).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5}$/);
  const pin = await page.getByLabel("Host PIN", { exact: true }).inputValue();
  const call = (displayName: string, typed: string) =>
    bridge.call({ alias, displayName, protocol: "SIP", pin: typed });
  const guest = await call("Guest", "none");
  expect(guest.outcome).toBe("waiting");
  const chair = await call("Host", pin);
  expect(chair.outcome).toBe("admitted");
  for (const { legId } of [guest, chair]) await bridge.hangUp(legId);
  const ended = () =>
    db().conference.findFirst({ where: { room: { alias }, isStarted: true, endedAt: { not: null } } });
  await expect.poll(async () => Boolean(await ended())).toBe(true);
  // Ten minutes later.
  const meeting = await ended();
  const endedAt = new Date(Date.now() - 11 * 60_000);
  await db().conference.update({ where: { id: meeting?.id ?? "" }, data: { endedAt } });
  expect((await call("Too late", "none")).outcome).toBe("rejected");
  await page.reload();
  await expect(page.getByText("This one-time room is over")).toBeVisible();
  expect(host.user.id).toBeTruthy();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("a user makes a room, a one-time room, and closes one", async ({ page, host }) => {
    await page.goto("/rooms/new");
    await page.getByLabel("Name", { exact: true }).fill("Plain");
    await page.getByLabel("Name in its addresses").fill("plain");
    await page.getByRole("button", { name: "Make the room" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Plain" })).toBeVisible();
    await page.goto("/rooms");
    await page.getByRole("button", { name: "One-time room now" }).click();
    await expect(page.getByText("Its addresses cannot be guessed")).toBeVisible();
    await page.goto(`/rooms/${host.room.alias}/settings`);
    await page.getByText("Close the room …").click();
    await page.getByRole("button", { name: "Close the room", exact: true }).click();
    await expect(page.getByText("This room is closed")).toBeVisible();
  });
});
