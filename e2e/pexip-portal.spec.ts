import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { BrowserContext, Page } from "playwright/test";
import { expect, test } from "./fixtures";
import { LivePage } from "./pages/live-page";
import { buildPexipClientPage } from "./pexip-client/bundle";

// The portal on one side, Pexip's published client on the other, the bridge between them.

const bridgeUrl = process.env.BRIDGE_MANAGEMENT_URL ?? "";
let pages: Server;
let pageUrl: string;

test.beforeAll(async () => {
  const html = await buildPexipClientPage();
  pages = createServer((_request, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end(html),
  );
  await new Promise<void>((resolve) => pages.listen(0, "localhost", resolve));
  pageUrl = `http://localhost:${(pages.address() as AddressInfo).port}/`;
});

test.afterAll(() => {
  pages.close();
});

async function openClient(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(pageUrl);
  return page;
}

const join = (page: Page, alias: string, displayName: string, pin?: string) =>
  page.evaluate((options) => window.pexip.join(options), {
    bridgeUrl,
    alias,
    displayName,
    withCall: true,
    ...(pin && { pin }),
  });
const stateOf = (page: Page) => page.evaluate(() => window.pexip.state());

test("what the host does in the portal happens to the people in Pexip's client", async ({
  page,
  host,
  browser,
}) => {
  test.setTimeout(90_000);
  const { alias } = host.room;
  const live = await LivePage.open(page, alias);
  const outside = await browser.newContext();
  const [anna, gil, tom] = [await openClient(outside), await openClient(outside), await openClient(outside)];

  // The PIN set in the portal is what the client is asked for.
  expect(await join(anna, alias, "Anna")).toBe(false);
  expect((await stateOf(anna)).pinRequired).toEqual({ hasHostPin: true, hasGuestPin: false });
  expect(await join(anna, alias, "Anna", "000000")).toBe(false);
  expect(await join(anna, alias, "Anna", "482913")).toBe(true);
  await expect(live.group("Hosts").getByText("Anna", { exact: true })).toBeVisible();
  await expect(live.row("Anna").getByText("Web browser")).toBeVisible();
  await expect(live.row("Anna").getByText("Encrypted", { exact: true })).toBeVisible();

  expect(await join(gil, alias, "Gil", "none")).toBe(true);
  // Nobody with media has started the meeting: Gil waits until the host lets him in.
  await expect(live.row("Gil")).toBeVisible();
  if (await live.group("Lobby").getByText("Gil", { exact: true }).isVisible())
    await live.button("Admit Gil").click();
  await expect(live.group("Guests").getByText("Gil", { exact: true })).toBeVisible();
  await expect
    .poll(async () => (await stateOf(anna)).roster.map((one) => one.displayName).sort())
    .toEqual(["Anna", "Gil"]);

  await live.button("Lock").click();
  await expect.poll(async () => (await stateOf(gil)).conference?.locked).toBe(true);
  expect(await join(tom, alias, "Tom", "none")).toBe(true);
  await expect(live.group("Lobby").getByText("Tom", { exact: true })).toBeVisible();
  expect((await stateOf(tom)).serviceType).toBe("waiting_room");
  await live.button("Admit Tom").click();
  await expect.poll(async () => (await stateOf(tom)).serviceType).toBe("conference");

  await live.button("Remove Gil").click();
  await live.dialog().getByRole("button", { name: "Remove" }).click();
  await expect.poll(async () => (await stateOf(gil)).disconnected).not.toBeNull();
  await expect(live.row("Gil")).toHaveCount(0);

  await live.button("End meeting for everyone").click();
  await live.dialog().getByRole("button", { name: "End meeting" }).click();
  for (const client of [anna, tom])
    await expect.poll(async () => (await stateOf(client)).disconnected).not.toBeNull();
  await expect(page.getByText("Nobody is in the room")).toBeVisible();
  await outside.close();
});
