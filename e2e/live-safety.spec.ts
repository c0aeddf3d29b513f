import { bridge } from "./bridge";
import { expect, test } from "./fixtures";
import { LivePage } from "./pages/live-page";

const HOST_PIN = "482913";

test("a host sees what is not safe, sends those people to the lobby, and removes others at once", async ({
  page,
  host,
}) => {
  const { alias } = host.room;
  const call = (displayName: string, protocol: "PSTN" | "H323" | "WebRTC" | "SIP", more = {}) =>
    bridge.call({ alias, displayName, protocol, pin: "none", ...more });
  const device = { isRegistered: true, remoteAlias: `sip:${host.user.videoAddress}` };
  await call("Hana Host", "SIP", { ...device, pin: HOST_PIN });
  await call("Tele Phone", "PSTN");
  await call("Old System", "H323", { encryption: "Off" });
  await call("Gil Guest", "WebRTC");
  await call("Known Colleague", "WebRTC", { isIdpAuthenticated: true });

  const live = await LivePage.open(page, alias);
  const concern = (name: string) => live.group("Safety of the meeting").getByRole("button", { name });
  await expect(concern("2 not encrypted")).toBeVisible();
  await expect(concern("4 off-net")).toBeVisible();
  await expect(concern("1 by telephone")).toBeVisible();
  await expect(concern("3 identity not verified")).toBeVisible();

  await expect(live.row("Known Colleague").getByText("Identity verified")).toBeVisible();

  // Selected are exactly those, also when the list was narrowed to others.
  await page.getByLabel("Search people").fill("gil");
  await concern("not encrypted").click();
  await expect(concern("not encrypted")).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByText("2 people selected")).toBeVisible();
  const ticked = page.getByRole("checkbox", { checked: true });
  await expect(ticked).toHaveCount(2);
  for (const name of ["Tele Phone", "Old System"])
    await expect(page.getByRole("checkbox", { name: `Select ${name}` })).toBeChecked();

  // Asked first, with the names; the room is locked by it.
  await live.group("Selected people").getByRole("button", { name: "Move to the lobby" }).click();
  await expect(live.dialog()).toContainText("This locks the room");
  await expect(live.dialog().getByRole("listitem")).toHaveText(["Old System", "Tele Phone"]);
  await live.dialog().getByRole("button", { name: "Move 2" }).click();
  for (const name of ["Tele Phone", "Old System"])
    await expect(live.group("Lobby").getByText(name, { exact: true })).toBeVisible();
  await expect(live.button("Unlock")).toBeVisible();
  await expect(page.getByText("Everyone is encrypted")).toBeVisible();
  await live.button("Admit all 2").click();
  await expect(live.row("Tele Phone").getByText("Not encrypted")).toBeVisible();

  // Oneself and the owner are pointed out; one whose equipment refuses stays, and the row says why.
  await concern("not encrypted").click();
  await page.getByRole("checkbox", { name: "Select Hana Host" }).check();
  await live.group("Selected people").getByRole("button", { name: "Remove selected" }).click();
  const hana = live.dialog().getByRole("listitem").filter({ hasText: "Hana Host" });
  for (const mark of ["You", "Owner of the room", "Host"])
    await expect(hana.getByText(mark, { exact: true })).toBeVisible();
  await expect(live.dialog()).toContainText("No host stays in the meeting");
  await live.dialog().getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("checkbox", { name: "Select Hana Host" }).uncheck();
  const stubborn = await bridge.legs(alias, "Old System");
  await bridge.faults({ refusedLegs: stubborn });
  await live.group("Selected people").getByRole("button", { name: "Remove selected" }).click();
  await live.dialog().getByRole("button", { name: "Remove 2" }).click();
  await expect(live.row("Tele Phone")).toHaveCount(0);
  await expect(live.row("Old System").getByRole("alert")).toContainText("refused");
  await bridge.faults({ refusedLegs: [] });
  expect(await bridge.people(alias)).toEqual(["Gil Guest", "Hana Host", "Known Colleague", "Old System"]);

  // Everybody at once would end the meeting, and the lock with it.
  for (const checkbox of await page.getByRole("checkbox").all()) await checkbox.check();
  await expect(page.getByText("Somebody must stay in the meeting")).toBeVisible();
  await expect(
    live.group("Selected people").getByRole("button", { name: "Move to the lobby" }),
  ).toBeDisabled();
  await live.button("Clear selection").click();
  await expect(page.getByRole("checkbox", { checked: true })).toHaveCount(0);
});

test("a host makes a guest a host and back, and sends one person to the lobby", async ({ page, host }) => {
  const { alias } = host.room;
  await bridge.call({ alias, displayName: "Hana Host", protocol: "SIP", pin: HOST_PIN });
  await bridge.call({ alias, displayName: "Gil Guest", protocol: "WebRTC", pin: "none" });
  const live = await LivePage.open(page, alias);
  const choose = async (name: string, item: string) => {
    await live.button(`Actions on ${name}`).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await choose("Gil Guest", "Make host");
  await expect(live.dialog()).toContainText("Who this is has not been verified.");
  await live.dialog().getByRole("button", { name: "Make host" }).click();
  await expect(live.group("Hosts").getByText("Gil Guest", { exact: true })).toBeVisible();
  await choose("Gil Guest", "Make guest");
  await expect(live.group("Guests").getByText("Gil Guest", { exact: true })).toBeVisible();
  // The last host is asked about.
  await choose("Hana Host", "Make guest");
  await expect(live.dialog()).toContainText("No host stays in the meeting");
  await live.dialog().getByRole("button", { name: "Cancel" }).click();
  await choose("Gil Guest", "Move to the lobby");
  await live.dialog().getByRole("button", { name: "Move 1" }).click();
  await expect(live.group("Lobby").getByText("Gil Guest", { exact: true })).toBeVisible();
});
