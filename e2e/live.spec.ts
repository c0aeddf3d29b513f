import { bridge } from "./bridge";
import { buildRoom, buildUser, expect, signInAs, test } from "./fixtures";
import { LivePage } from "./pages/live-page";

const HOST_PIN = "482913";

test("the main job: a host watches people come and go, admits, mutes, removes, locks, and ends", async ({
  page,
  host,
}) => {
  test.setTimeout(90_000);
  const { alias } = host.room;
  await page.goto("/rooms");
  await page.getByRole("link", { name: "Hana's room", exact: true }).click();
  await page.getByRole("main").getByRole("link", { name: "Live" }).click();
  const live = new LivePage(page);
  await expect(page.getByText("Nobody is in the room")).toBeVisible();

  // A guest comes before the host and waits; nothing is reloaded from here on.
  await page.evaluate(() => {
    (window as { notReloaded?: boolean }).notReloaded = true;
  });
  const gil = await bridge.call({ alias, displayName: "Gil Guest", protocol: "WebRTC", pin: "none" });
  await expect(live.group("Lobby").getByText("Gil Guest", { exact: true })).toBeVisible();
  await bridge.call({ alias, displayName: "Hana Host", protocol: "SIP", encryption: "On", pin: HOST_PIN });
  await expect(live.group("Hosts").getByText("Hana Host", { exact: true })).toBeVisible();
  await expect(live.group("Guests").getByText("Gil Guest", { exact: true })).toBeVisible();

  // What the host must judge: how each joined, and whether the leg is encrypted.
  await bridge.call({ alias, displayName: "Tele Phone", protocol: "PSTN", pin: "none" });
  await bridge.call({ alias, displayName: "Sky Pe", protocol: "MSSIP", pin: "none" });
  await bridge.call({ alias, displayName: "Old System", protocol: "H323", encryption: "Off", pin: "none" });
  const device = { isRegistered: true, remoteAlias: `sip:${host.user.videoAddress}` };
  await bridge.call({ alias, displayName: "Own Device", protocol: "SIP", ...device });
  const words: Record<string, string[]> = {
    "Gil Guest": ["Web browser", "Encrypted", "Off-net", "Guest"],
    "Hana Host": ["SIP / H.323", "Encrypted", "Off-net", "Host"],
    "Tele Phone": ["Telephone", "Not encrypted", "Off-net"],
    "Sky Pe": ["Skype for Business", "Encrypted"],
    "Old System": ["SIP / H.323", "Not encrypted"],
    "Own Device": ["App or device", "Encrypted", "On-net", "Host"],
  };
  for (const [name, seen] of Object.entries(words)) {
    for (const word of seen)
      await expect(live.row(name).getByText(word, { exact: true }).first(), `${name}: ${word}`).toBeVisible();
  }
  await expect(page.getByText("2 of 6 people are not encrypted")).toBeVisible();
  await expect(live.group("Needs attention").getByText("Tele Phone", { exact: true })).toBeVisible();

  // Muted from the far end, presenting, then muted by the host.
  await bridge.change(gil.legId, { isPresenting: true });
  await expect(live.row("Gil Guest").getByText("Presenting")).toBeVisible();
  await live.button("Mute Gil Guest").click();
  await expect(live.row("Gil Guest").getByText("Muted", { exact: true })).toBeVisible();

  // Removing asks first, and the person is gone from the bridge itself.
  await live.button("Remove Tele Phone").click();
  await expect(live.dialog()).toContainText("Remove Tele Phone?");
  await live.dialog().getByRole("button", { name: "Cancel" }).click();
  await expect(live.row("Tele Phone")).toBeVisible();
  await live.button("Remove Tele Phone").click();
  await live.dialog().getByRole("button", { name: "Remove" }).click();
  await expect(live.row("Tele Phone")).toHaveCount(0);
  expect(await bridge.people(alias)).not.toContain("Tele Phone");

  // Locked: a new caller is held outside until admitted.
  await live.button("Lock").click();
  await expect(live.button("Unlock")).toBeVisible();
  expect(
    (await bridge.call({ alias, displayName: "Late One", protocol: "SIP", encryption: "On", pin: "none" }))
      .outcome,
  ).toBe("waiting");
  await bridge.call({ alias, displayName: "Late Two", protocol: "SIP", encryption: "On", pin: "none" });
  await expect(live.group("Lobby").getByText("Late Two", { exact: true })).toBeVisible();
  await expect(page).toHaveTitle(/\(2\)/);
  await live.button("Admit Late One").click();
  await expect(live.group("Guests").getByText("Late One", { exact: true })).toBeVisible();

  // Unlocking says what it would admit.
  await live.button("Unlock").click();
  await expect(live.dialog()).toContainText("1 waiting person");
  await live
    .dialog()
    .getByRole("button", { name: /Unlock and admit/ })
    .click();
  await expect(live.group("Guests").getByText("Late Two", { exact: true })).toBeVisible();
  await expect(live.button("Lock")).toBeVisible();

  // Somebody leaves by themselves.
  await bridge.hangUp(gil.legId);
  await expect(live.row("Gil Guest")).toHaveCount(0);

  // Ending asks for the room's name, as more than a few are there.
  await live.button("End meeting for everyone").click();
  const end = live.dialog().getByRole("button", { name: "End meeting" });
  await expect(end).toBeDisabled();
  await live.dialog().getByLabel("Name of the room").fill("Hana's room");
  await end.click();
  await expect(page.getByText("Nobody is in the room")).toBeVisible();
  expect(await bridge.people(alias)).toEqual([]);
  expect(await page.evaluate(() => (window as { notReloaded?: boolean }).notReloaded)).toBe(true);
});

test("two portal instances on one database show the same", async ({ page, host, context }) => {
  const second = await context.newPage();
  await signInAs(second, host.user, process.env.SECOND_PORTAL_URL);
  const [one, two] = [
    await LivePage.open(page, host.room.alias),
    await LivePage.open(second, host.room.alias, process.env.SECOND_PORTAL_URL),
  ];
  await bridge.call({ alias: host.room.alias, displayName: "Hana Host", protocol: "SIP", pin: HOST_PIN });
  for (const live of [one, two]) await expect(live.row("Hana Host")).toBeVisible();
  await two.button("Lock").click();
  for (const live of [one, two]) await expect(live.button("Unlock")).toBeVisible();
});

test("a roster without its stream says so and since when, switches actions off, and catches up", async ({
  page,
  host,
}) => {
  const { alias } = host.room;
  const stream = "**/api/rooms/*/live";
  await bridge.call({ alias, displayName: "Hana Host", protocol: "SIP", pin: HOST_PIN });
  const live = await LivePage.open(page, alias);
  await expect(live.row("Hana Host")).toBeVisible();
  await page.route(stream, (route) => route.abort());
  await page.reload();
  await expect(live.row("Hana Host")).toBeVisible();
  await expect(page.getByText(/Not live since \d/)).toBeVisible();
  await expect(live.button("Lock")).toBeDisabled();
  await bridge.call({ alias, displayName: "Meanwhile", protocol: "SIP", encryption: "On", pin: "none" });
  await page.unroute(stream);
  await expect(page.getByText(/Not live since/)).toBeHidden({ timeout: 20_000 });
  await expect(live.row("Meanwhile")).toBeVisible();
  await expect(live.button("Lock")).toBeEnabled();
});

test("a person who is signed out elsewhere is told so on the open roster", async ({ page, host }) => {
  await LivePage.open(page, host.room.alias);
  await expect(page.getByText("Nobody is in the room")).toBeVisible();
  const other = await page.context().newPage();
  await other.goto("/rooms");
  await other.getByRole("button", { name: /Account of/ }).click();
  await other.getByRole("menuitem", { name: "Log out" }).click();
  await other.waitForURL("**/login");
  await expect(page.getByText("You have been logged out")).toBeVisible({ timeout: 10_000 });
});

test("an organization's admin may run a room of the organization; a colleague does not find it", async ({
  page,
  host,
}) => {
  const { alias } = host.room;
  await bridge.call({ alias, displayName: "Hana Host", protocol: "SIP", pin: HOST_PIN });
  const organizationId = host.user.organizationId ?? undefined;
  await signInAs(page, await buildUser({ organizationId, role: "ORG_ADMIN" }));
  const live = await LivePage.open(page, alias);
  await live.button("Lock").click();
  await expect(live.button("Unlock")).toBeVisible();
  await signInAs(page, await buildUser({ organizationId }));
  await page.goto(`/rooms/${alias}/live`);
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
});

test("a roster of 300 stays usable: search, filters, sorting", async ({ page }) => {
  test.setTimeout(120_000);
  const user = await buildUser();
  const room = await buildRoom({ ownerId: user.id, name: "Town hall" });
  const { alias } = room;
  const callers = Array.from({ length: 300 }, (_, i) => ({
    alias,
    displayName: i === 217 ? "Needle Haystack" : `Caller ${String(i).padStart(3, "0")}`,
    protocol: i % 20 === 0 ? ("PSTN" as const) : ("SIP" as const),
    encryption: "On" as const,
  }));
  for (let i = 0; i < callers.length; i += 25) await Promise.all(callers.slice(i, i + 25).map(bridge.call));
  await signInAs(page, user);
  const live = await LivePage.open(page, alias);
  await expect(page.getByText("300 people in the meeting")).toBeVisible();
  await page.keyboard.press("/");
  await expect(page.getByLabel("Search people")).toBeFocused();
  await page.keyboard.type("needle");
  await expect(live.row("Needle Haystack")).toBeVisible();
  await expect(page.getByText("1 of 300 shown")).toBeVisible();
  await page.getByLabel("Search people").fill("");
  await page.getByRole("button", { name: /^Telephone/ }).click();
  await expect(page.getByText("15 of 300 shown")).toBeVisible();
  await page.getByRole("button", { name: /^Guests/ }).click();
  await expect(page.getByText("Nobody matches")).toBeVisible();
  await page.getByRole("button", { name: "Show everybody" }).click();
  await expect(page.getByText(/of 300 shown/)).toBeHidden();
  await bridge.call({ alias, displayName: "Aaron First", protocol: "SIP", encryption: "On" });
  await expect(live.row("Aaron First")).toBeVisible();
});

test("a room whose first address is a video address is reached on all its pages", async ({ page, host }) => {
  const alias = `team.${host.room.alias}@acme.vc.example`;
  await buildRoom({ ownerId: host.user.id, alias, name: "Team room" });
  await page.goto("/rooms");
  await page.getByRole("link", { name: "Team room", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Team room" })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Live" }).click();
  const live = new LivePage(page);
  await bridge.call({ alias, displayName: "First One", protocol: "SIP", encryption: "On" });
  await expect(live.row("First One")).toBeVisible();
  await live.button("Lock").click();
  await expect(live.button("Unlock")).toBeVisible();
});
