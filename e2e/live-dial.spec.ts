import { bridge } from "./bridge";
import { expect, test } from "./fixtures";
import { LivePage } from "./pages/live-page";

test("a host dials out; what is refused or malformed is said at its field", async ({ page, host }) => {
  const { alias } = host.room;
  await bridge.call({ alias, displayName: "Hana Host", protocol: "SIP", encryption: "On", pin: "482913" });
  const live = await LivePage.open(page, alias);
  await expect(live.row("Hana Host")).toBeVisible();
  await page.getByText("Dial out", { exact: true }).click();
  const form = page.getByRole("form", { name: "Dial out" });
  const call = form.getByRole("button", { name: "Call", exact: true });

  // A video address: malformed, then refused by the bridge, then called.
  const address = form.getByLabel("Video address", { exact: true });
  await address.fill("rtmps://live.example/app/key");
  await call.click();
  await expect(address).toHaveAccessibleDescription(/Streams are not called from here/);
  await address.fill("bob");
  await call.click();
  await expect(address).toHaveAccessibleDescription(/This is not a video address/);
  await address.fill("bob@elsewhere.example");
  await bridge.faults({ commandStatus: 400 });
  await call.click();
  await expect(address).toHaveAccessibleDescription(/The video bridge refused/);
  await bridge.faults({ commandStatus: 503 });
  await form.getByLabel("Name shown").fill("Bob Called");
  await call.click();
  await expect(form.getByRole("alert")).toContainText("The video bridge does not answer");
  await bridge.faults({ commandStatus: 0 });
  await call.click();
  await expect(live.group("On their way").getByText("Bob Called", { exact: true })).toBeVisible();
  await expect(page.getByText("Calling Bob Called…")).toBeVisible();
  await expect(live.group("Guests").getByText("Bob Called", { exact: true })).toBeVisible();
  await expect(page.getByText("Calling Bob Called…")).toBeHidden();
  await expect(address).toHaveValue("");

  // A telephone: warned, and called only after a deliberate confirmation.
  await form.getByLabel("Call", { exact: true }).selectOption("Phone number");
  await expect(form.getByText("This call is not encrypted")).toBeVisible();
  const number = form.getByLabel("Number", { exact: true });
  await number.fill("+47 21 00 01 23");
  await call.click();
  const confirm = form.getByRole("checkbox", { name: "Call without encryption" });
  await expect(confirm).toHaveAccessibleDescription(/Confirm that this call is not encrypted/);
  expect(await bridge.people(alias)).toEqual(["Bob Called", "Hana Host"]);
  await confirm.check();
  await form.getByLabel("Role").selectOption("Host");
  await call.click();
  const attention = live.group("Needs attention");
  await expect(attention.getByText("+4721000123", { exact: true })).toBeVisible();
  for (const word of ["Telephone", "Not encrypted", "Host"])
    await expect(live.row("+4721000123").getByText(word, { exact: true }).first()).toBeVisible();

  // An external audio bridge that is busy: gone again, with the reason in words.
  await form.getByLabel("Call", { exact: true }).selectOption("External audio bridge");
  await expect(confirm).not.toBeChecked();
  await number.fill("+4721000486");
  await form.getByLabel("Access code").fill(",,1234#");
  await form.getByLabel("Name shown").fill("Audio bridge");
  await confirm.check();
  await call.click();
  await expect(page.getByText("Calling Audio bridge…")).toBeVisible();
  await expect(page.getByText("Audio bridge: declined, or busy.")).toBeVisible();
  await page.getByRole("list", { name: "Calls from the meeting" }).getByRole("button").click();
  await expect(page.getByText("Audio bridge: declined, or busy.")).toBeHidden();
  expect(await bridge.people(alias)).toEqual(["+4721000123", "Bob Called", "Hana Host"]);
});
