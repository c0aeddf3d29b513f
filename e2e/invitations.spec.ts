import { buildRoom, expect, test } from "./fixtures";
import { mailTo } from "./mailbox";

const main = (page: import("playwright/test").Page) => page.getByRole("main");
const unique = () => Math.random().toString(36).slice(2, 8);

test("a host invites people: made, seen, copied, taken into a calendar, mailed, changed and cancelled", async ({
  page,
  host,
  context,
}) => {
  test.setTimeout(90_000);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const ann = `ann.${unique()}@mail.example`;
  await page.goto(`/rooms/${host.room.alias}`);
  await page.getByRole("link", { name: "Invite people" }).click();
  await page.getByLabel("Title").fill("Budget <b>2027</b>");
  await page.getByLabel("Date", { exact: true }).fill("2027-03-01");
  await page.getByLabel("Begins at").fill("14:00");
  await page.getByLabel("Time zone").selectOption("Europe/Oslo");
  await page.getByLabel("E-mail address of guest 1").fill(ann);
  await page.getByLabel("Name of guest 1").fill("Ann");
  await page.getByRole("button", { name: "Add a guest" }).click();
  await expect(page.getByLabel("E-mail address of guest 2")).toBeVisible();
  await page.getByRole("button", { name: "Make the invitation" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Budget <b>2027</b>" })).toBeVisible();
  const plain = page.getByRole("region", { name: "Plain text" });
  await expect(plain).toContainText("Hana Host invites you to a video meeting.");
  await expect(plain).toContainText("Monday, 1 March 2027, 14:00–15:00 CET (Europe/Oslo)");
  await expect(page.getByRole("region", { name: "Formatted" }).getByText("Budget <b>2027</b>")).toBeVisible();
  // Loaded anew: what the owner saw of the room's page before stays in the document.
  await page.reload();
  expect(await page.content()).not.toContain("482913");
  await page.getByRole("button", { name: "Copy the formatted invitation" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Copied" })).toHaveCount(1);
  const copied = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    return Promise.all(["text/plain", "text/html"].map(async (type) => (await item?.getType(type))?.text()));
  });
  expect(copied[0]).toContain("Budget <b>2027</b>");
  expect(copied[1]).toContain("Budget &lt;b&gt;2027&lt;/b&gt;");
  const href = (await page.getByRole("link", { name: "Calendar file" }).getAttribute("href")) ?? "";
  const file = await page.request.get(href);
  expect(file.headers()["content-type"]).toContain("text/calendar");
  expect(await file.text()).toContain("DTSTART;TZID=Europe/Oslo:20270301T140000");

  await page.getByRole("button", { name: "Mail 1 guest" }).click();
  await expect(page.getByText("1 mail is on its way.")).toBeVisible();
  const first = await mailTo(ann);
  expect(first.subject).toBe("Invitation: Budget <b>2027</b>");
  expect(first.text).not.toContain("482913");
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("Mailed", { exact: true })).toBeVisible({ timeout: 1000 });
  }).toPass();

  await page.getByRole("link", { name: "Edit" }).click();
  await expect(page.getByLabel("Begins at")).toHaveValue("14:00");
  await page.getByLabel("Begins at").fill("15:30");
  await page.getByRole("button", { name: "Save the changes" }).click();
  await expect(page.getByText("Not told of the change yet")).toBeVisible();
  await page.getByRole("button", { name: "Mail the change to 1 guest" }).click();
  expect((await mailTo(ann, { after: 1 })).subject).toContain("Changed:");

  await page.getByText("Cancel the meeting").first().click();
  await expect(page.getByText("The guest who was mailed is told")).toBeVisible();
  await page.getByRole("button", { name: "Cancel the meeting" }).click();
  await expect(page.getByText("This meeting is cancelled.")).toBeVisible();
  expect((await mailTo(ann, { after: 2 })).subject).toContain("Cancelled:");
  await page.goto("/invitations");
  await expect(main(page).getByRole("row").filter({ hasText: "Budget" })).toContainText("Cancelled");
});

test("a time that cannot be is refused at its field, one that comes twice asks which", async ({
  page,
  host,
}) => {
  await page.goto(`/invitations/new?room=${host.room.alias}`);
  await page.getByLabel("Title").fill("Edge");
  await page.getByLabel("Time zone").selectOption("Europe/Oslo");
  const make = page.getByRole("button", { name: "Make the invitation" });
  const tryAt = async (date: string, time: string) => {
    await page.getByLabel("Date", { exact: true }).fill(date);
    await page.getByLabel("Begins at").fill(time);
    await make.click();
  };
  await tryAt("2020-01-01", "10:00");
  await expect(page.getByText("This lies in the past.")).toBeVisible();
  await expect(page.getByLabel("Date", { exact: true })).toBeFocused();
  await tryAt("2027-03-28", "02:30");
  await expect(page.getByText("This time does not exist")).toBeVisible();
  await tryAt("2027-10-31", "02:30");
  await expect(page.getByText("This time comes twice on that day")).toBeVisible();
  await page.getByLabel("The second one, after that").check();
  await make.click();
  await expect(page.getByRole("region", { name: "Plain text" })).toContainText("02:30–03:30 CET");
});

test("the guest PIN is told only if chosen", async ({ page, host }) => {
  const room = await buildRoom({ ownerId: host.user.id, hostPin: "482913", guestPin: "135790" });
  await page.goto(`/invitations/new?room=${room.alias}`);
  await page.getByLabel("Title").fill("With PIN");
  await page.getByRole("button", { name: "Make the invitation" }).click();
  await expect(page.getByRole("region", { name: "Plain text" })).toContainText("You are asked for a PIN");
  expect(await page.content()).not.toMatch(/135790|482913/);
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByLabel("Tell the guests the guest PIN").check();
  await page.getByRole("button", { name: "Save the changes" }).click();
  await expect(page.getByRole("region", { name: "Plain text" })).toContainText("PIN: 135790");
  expect(await page.content()).not.toContain("482913");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("a host makes an invitation and is told what is wrong", async ({ page, host }) => {
    await page.goto(`/invitations/new?room=${host.room.alias}`);
    await page.getByLabel("E-mail address of guest 1").fill("nobody");
    await page.getByRole("button", { name: "Make the invitation" }).click();
    await expect(page.getByText("Fill this in.")).toBeVisible();
    await expect(page.getByText("Type an e-mail address such as")).toBeVisible();
    await page.getByLabel("Title").fill("Plain");
    await page.getByLabel("E-mail address of guest 1").fill(`bo.${unique()}@mail.example`);
    await page.getByRole("button", { name: "Make the invitation" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Plain" })).toBeVisible();
  });
});
