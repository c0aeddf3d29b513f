import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type BrowserContext, expect, type Page, test } from "playwright/test";
import { type DemoBridge, startDemoBridge } from "../../lib/demo-bridge";
import { buildPexipClientPage } from "./bundle";
import type { JoinOptions } from "./page";

test.use({
  launchOptions: {
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    chromiumSandbox: false,
    args: [
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      "--disable-dev-shm-usage",
      "--disable-gpu",
      "--disable-background-networking",
      "--autoplay-policy=no-user-gesture-required",
    ],
  },
});

const management = { username: "management", password: "management-secret" };
const alias = "host.acme";
const hostPin = "482913";
const guestPin = "550217";

/** A portal reduced to what this test needs: one room with both PINs. */
function policyServer(): Server {
  return createServer((req, res) => {
    const url = new URL(req.url ?? "/", "http://localhost");
    const dialled = (url.searchParams.get("local_alias") ?? "").replace(/^sip:/, "");
    const isRoom = url.pathname.endsWith("/service/configuration") && dialled === alias;
    res.writeHead(isRoom ? 200 : 404, { "content-type": "application/json" });
    const result = {
      name: alias,
      service_type: "conference",
      service_tag: "room:1",
      pin: hostPin,
      guest_pin: guestPin,
      allow_guests: true,
    };
    res.end(
      JSON.stringify(
        isRoom ? { status: "success", result } : { status: "fail", action: "continue", result: {} },
      ),
    );
  });
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return (server.address() as AddressInfo).port;
}

let bridge: DemoBridge;
let policy: Server;
let pages: Server;
let pageUrl: string;

test.beforeAll(async () => {
  policy = policyServer();
  const html = await buildPexipClientPage();
  pages = createServer((_req, res) => res.writeHead(200, { "content-type": "text/html" }).end(html));
  pageUrl = `http://localhost:${await listening(pages)}/`;
  bridge = await startDemoBridge({
    policy: { url: `http://localhost:${await listening(policy)}`, username: "policy", password: "secret" },
    eventSink: null,
    management,
    corsOrigins: [new URL(pageUrl).origin],
    // Short enough that a refresh happens during the test.
    timers: { tokenLifetimeMs: 9_000 },
  });
});

test.afterAll(async () => {
  await bridge.stop();
  for (const server of [policy, pages]) server.close();
});

/** One person with the published client in a tab of their own. */
class Client {
  private constructor(readonly page: Page) {}

  static async open(context: BrowserContext): Promise<Client> {
    const page = await context.newPage();
    await page.goto(pageUrl);
    return new Client(page);
  }

  join(displayName: string, more: Partial<JoinOptions>): Promise<boolean> {
    const options = { bridgeUrl: bridge.url, alias, displayName, ...more };
    return this.page.evaluate((given) => window.pexip.join(given), options);
  }

  state() {
    return this.page.evaluate(() => window.pexip.state());
  }

  async names(): Promise<string[]> {
    const { roster } = await this.state();
    return roster.map(({ displayName }) => displayName).sort();
  }
}

async function command(path: string, body: object): Promise<void> {
  const response = await fetch(`${bridge.url}/api/admin/command/v1/${path}/`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${management.username}:${management.password}`)}` },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}

/** The id by which a management node knows a person's leg. */
function legOf(displayName: string): string {
  for (const { participants } of bridge.state().conferences) {
    const found = participants.find((one) => one.displayName === displayName);
    if (found?.legs[0]) return found.legs[0].legId;
  }
  throw new Error(`${displayName} is not there`);
}

const conferenceId = () => bridge.state().conferences[0]?.id;

test("Pexip's published client joins with a PIN, sees roster and lock, waits, is admitted, and is ejected", async ({
  context,
}) => {
  const host = await Client.open(context);
  await test.step("no PIN: it is told which are needed; a wrong one is refused", async () => {
    expect(await host.join("Host", {})).toBe(false);
    expect((await host.state()).pinRequired).toEqual({ hasHostPin: true, hasGuestPin: true });
    expect(await host.join("Host", { pin: "9999" })).toBe(false);
    expect((await host.state()).error).toEqual({ error: "Invalid PIN", errorCode: "#pex101" });
  });

  await test.step("the host PIN lets it in, and it receives the roster", async () => {
    expect(await host.join("Host", { pin: hostPin })).toBe(true);
    await expect.poll(() => host.names()).toEqual(["Host"]);
    const { roster } = await host.state();
    expect(roster[0]).toMatchObject({ isHost: true, serviceType: "conference", encryption: "On" });
  });

  const guest = await Client.open(context);
  await test.step("a second client with a media call appears as one participant and starts nothing by itself", async () => {
    expect(await guest.join("Guest", { pin: guestPin, withCall: true })).toBe(true);
    await expect.poll(() => host.names()).toEqual(["Guest", "Host"]);
    await expect
      .poll(async () => (await host.state()).roster.find((one) => !one.isHost)?.isWaiting)
      .toBe(true);
    expect(await guest.names()).toEqual(["Guest"]);
  });

  await test.step("a host with a room system starts the meeting, and the guest meets the others", async () => {
    const call = await bridge.placeCall({
      alias,
      displayName: "Boardroom",
      protocol: "SIP",
      knowsPin: "host",
    });
    expect(call.outcome).toBe("admitted");
    await expect.poll(() => guest.names()).toEqual(["Boardroom", "Guest", "Host"]);
    await expect.poll(async () => (await guest.state()).conference?.started).toBe(true);
  });

  await test.step("the lock is seen", async () => {
    await command("conference/lock", { conference_id: conferenceId() });
    await expect.poll(async () => (await host.state()).conference?.locked).toBe(true);
    await expect.poll(async () => (await guest.state()).conference?.locked).toBe(true);
  });

  const third = await Client.open(context);
  await test.step("a third joiner is held in the waiting room and sees nobody", async () => {
    expect(await third.join("Third", { pin: guestPin })).toBe(true);
    await expect
      .poll(async () => (await host.state()).roster.find((one) => one.displayName === "Third")?.isWaiting)
      .toBe(true);
    expect(await third.names()).toEqual(["Third"]);
  });

  await test.step("admitted by the management node it is inside, with everybody in its roster", async () => {
    await command("participant/unlock", { participant_id: legOf("Third") });
    await expect.poll(async () => (await third.state()).serviceType).toBe("conference");
    await expect.poll(() => third.names()).toEqual(["Boardroom", "Guest", "Host", "Third"]);
  });

  await test.step("muted by the management node, everybody sees it", async () => {
    await command("participant/mute", { participant_id: legOf("Third") });
    await expect
      .poll(async () => (await host.state()).roster.find((one) => one.displayName === "Third")?.isMuted)
      .toBe(true);
  });

  await test.step("ejected by the management node, it is told so and is gone for the others", async () => {
    await command("participant/disconnect", { participant_id: legOf("Guest") });
    await expect
      .poll(async () => (await guest.state()).disconnected)
      .toEqual({ error: "API initiated participant disconnect", errorCode: "#pex122" });
    await expect.poll(() => host.names()).toEqual(["Boardroom", "Host", "Third"]);
  });

  await test.step("ejected by a host's client, it is told by whom", async () => {
    await host.page.evaluate((uuid) => window.pexip.eject(uuid), legOf("Third"));
    await expect.poll(async () => (await third.state()).disconnected?.errorCode).toBe("#pex124");
  });

  await test.step("the host stays across a token refresh", async () => {
    await expect
      .poll(async () => (await host.state()).signals.some(({ name }) => name === "onTokenRefreshed"), {
        timeout: 9_000,
      })
      .toBe(true);
    expect((await host.state()).disconnected).toBeNull();
  });

  await test.step("the host leaves, and nobody is left but the room system", async () => {
    await host.page.evaluate(() => window.pexip.leave());
    await expect
      .poll(() => bridge.state().conferences[0]?.participants.map(({ displayName }) => displayName))
      .toEqual(["Boardroom"]);
  });
});
